import { join } from 'node:path';
import { z } from 'zod';
import { DEVELOPMENT_AUDIENCE } from '../gateway/config';
import { behaviourSchema, type Behaviour } from './soap/behaviour';
import { developmentCredentials, soapServices, type SoapServiceName } from './soap/index';
import type { Credentials } from './soap/security';

/** Systems that can be imitated. */
export const mockSystems = ['oidc', 'soap', 'ledger', 'mail', 'imported'] as const;
export type MockSystem = (typeof mockSystems)[number];

/** What the mock server is told. */
export interface MockSettings {
  /** `HUB_MOCKS`: the systems to imitate, separated by commas; all unless said. */
  readonly systems: ReadonlySet<MockSystem>;
  /** `HUB_MOCK_DATA`: the demo world; the repository's own unless said. */
  readonly dataDir: string;
  /** `HUB_DATA_DIR`: where the issuer's keys are kept. */
  readonly stateDir: string;
  /** `HUB_MOCK_PORT` (4001): issuer and SOAP services. */
  readonly port: number;
  /** `HUB_MOCK_LEDGER_PORT` (4002): the Db2 stand-in. */
  readonly ledgerPort: number;
  /** `HUB_MOCK_SMTP_PORT` (4025): the mail server. */
  readonly mailPort: number;
  /** `HUB_AUDIENCE`: for whom tokens are. */
  readonly audience: string;
  /** `SOAP_USERNAME`, `SOAP_PASSWORD`. */
  readonly credentials: Credentials;
  /** `HUB_MOCK_LATENCY_MS` (0): milliseconds that a SOAP answer takes. */
  readonly latencyMs: number;
  /** The most requests that one SOAP service answers at once; its usual number unless said. */
  readonly soapLimit?: number;
  /** `HUB_MOCK_BOOK_MS` (1000): how old a payment order gets before it is booked. */
  readonly bookAfterMs: number;
  /** `HUB_MOCK_BEHAVE`: JSON, a behaviour by service, e.g. `{"customers":{"kind":"slow","ms":5000}}`. */
  readonly behaviours: Partial<Record<SoapServiceName, Behaviour>>;
}

const port = (usual: number) => z.coerce.number().int().min(0).max(65_535).default(usual);

const environment = z.object({
  HUB_MOCKS: z
    .string()
    .default(mockSystems.join(','))
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(mockSystems))),
  HUB_MOCK_DATA: z.string().default(join(__dirname, 'data')),
  HUB_DATA_DIR: z.string().default('.hub'),
  HUB_MOCK_PORT: port(4001),
  HUB_MOCK_LEDGER_PORT: port(4002),
  HUB_MOCK_SMTP_PORT: port(4025),
  HUB_AUDIENCE: z.string().default(DEVELOPMENT_AUDIENCE),
  SOAP_USERNAME: z.string().default(developmentCredentials.username),
  SOAP_PASSWORD: z.string().default(developmentCredentials.password),
  HUB_MOCK_LATENCY_MS: z.coerce.number().int().nonnegative().default(0),
  HUB_MOCK_BOOK_MS: z.coerce.number().int().nonnegative().default(1_000),
  HUB_MOCK_BEHAVE: z
    .string()
    .default('{}')
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.partialRecord(z.enum(soapServices), behaviourSchema)),
});

/**
 * Reads the environment of the mock server.
 *
 * @throws {z.ZodError | SyntaxError} a variable is not what it should be.
 */
export function readMockSettings(variables: NodeJS.ProcessEnv): MockSettings {
  const read = environment.parse(variables);
  return {
    systems: new Set(read.HUB_MOCKS),
    dataDir: read.HUB_MOCK_DATA,
    stateDir: read.HUB_DATA_DIR,
    port: read.HUB_MOCK_PORT,
    ledgerPort: read.HUB_MOCK_LEDGER_PORT,
    mailPort: read.HUB_MOCK_SMTP_PORT,
    audience: read.HUB_AUDIENCE,
    credentials: { username: read.SOAP_USERNAME, password: read.SOAP_PASSWORD },
    latencyMs: read.HUB_MOCK_LATENCY_MS,
    bookAfterMs: read.HUB_MOCK_BOOK_MS,
    behaviours: read.HUB_MOCK_BEHAVE,
  };
}
