import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createPgStore } from '../../adapters/postgres';
import { readConfig } from '../../gateway/config';
import { startHub } from '../../gateway/main';
import type { Variables } from '../../subgraphs/shared/environment';
import type { Ledger } from '../../mocks/ledger/ledger';
import { loadDemoWorld } from '../../mocks/load';
import { startMockServer } from '../../mocks/mock-server';
import { requestToken } from '../../mocks/oidc/client';
import { createSigningKey } from '../../mocks/oidc/keys';
import { credentialHeaders } from '../../mocks/oidc/proof';
import { readMockSettings } from '../../mocks/settings';
import type { BehaviourInput, ServiceCalls, SoapServiceName } from '../../mocks/soap/index';
import type { SourceUse } from '../../schema/kernel/sources';
import type { SqlStore } from '../../schema/ports/store';
import { discoverSubgraphs } from '../../subgraphs/shared/discover';
import { readSubgraphConfig, startSubgraph } from '../../subgraphs/main';
import { PATIENT_STORE } from './patience-ms';
import { PATIENT_PARTS, PATIENT_VARIABLES } from './patient-hub';
import { createTestDatabase } from './postgres-database';
import { openWorldLedger, openWorldStore } from './world-template';

/** How a test's hub runs. */
export interface HubSetup {
  /** Subgraphs by function call, or each as a server of its own. */
  readonly mode: 'one process' | 'distributed';
  /** A PostgreSQL server's URL; PGlite without one. */
  readonly postgres?: string;
  /** A Db2 connection string; the stand-in without one. */
  readonly db2?: string;
  /** Another demo world than `mocks/data`, of the same shape. */
  readonly dataDir?: string;
  /** Changes what the hub is told: another policy, a relay in front of a legacy system. */
  readonly variables?: (usual: Variables) => Variables | Promise<Variables>;
  /** Where distributed: what the gateway alone is told otherwise, e.g. another policy. */
  readonly gatewayVariables?: Variables;
}

/** One answer over HTTP. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // The body of an answer is what a test looks into; its shape is what the test asserts.
  readonly body: GraphAnswer;
}

/** A GraphQL answer, read loosely. */
export interface GraphAnswer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads paths that only its query knows
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
  }[];
  readonly extensions?: {
    readonly sources?: Readonly<Record<string, SourceUse>>;
    readonly access?: { readonly masked: readonly string[] };
  };
}

/** A whole hub on loopback: the demo world behind real protocols, and tokens of the development issuer. */
export interface TestHub {
  readonly url: string;
  readonly ledger: Ledger | undefined;
  /** Where distributed: where each subgraph answers, by name. */
  readonly subgraphs: ReadonlyMap<string, string>;
  /** The hub's own database. */
  readonly store: SqlStore;
  /** What the hub logged so far, a JSON line each. */
  readonly logged: () => string;
  /** Sends one operation as an actor. */
  ask(
    actor: string,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>;
  /** The headers that let an actor in, once: a token, and a fresh proof where it is bound to a key. */
  credentials(actor: string, method?: string): Promise<Readonly<Record<string, string>>>;
  /** Chooses how the SOAP services behave. */
  behave(behaviours: Partial<Record<SoapServiceName, BehaviourInput>>): Promise<void>;
  /** What the SOAP services were asked so far, as they counted it. */
  calls(): Promise<Record<SoapServiceName, ServiceCalls>>;
  close(): Promise<void>;
}

/** A source that had a bad day is tried again at once: the next test gives it a better one. */
const FORGIVING = {
  ...{ CUSTOMERS_SOAP_RECHECK_MS: '1', DOCUMENTS_SOAP_RECHECK_MS: '1' },
  ...{ PAYMENTS_SOAP_RECHECK_MS: '1', DB2_RECHECK_MS: '1' },
};

/** More than the connections of all processes of a hub together: what came together on a busy machine is not turned away. */
const SOAP_LIMIT = 1_000;
/** Minutes. A test file's tokens are asked for once. */
const TOKEN_MINUTES = 12 * 60;

/** Starts it. Close it, or Jest waits for its sockets. */
export async function startTestHub({
  mode,
  postgres,
  db2,
  dataDir: world,
  variables: change = (usual) => usual,
  gatewayVariables = {},
}: HubSetup): Promise<TestHub> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'claims-hub-'));
    closers.push(() => rm(dataDir, { recursive: true, force: true }));
    const settings = readMockSettings({
      HUB_DATA_DIR: dataDir,
      HUB_MOCK_PORT: '0',
      HUB_MOCK_LEDGER_PORT: '0',
      HUB_MOCKS: 'oidc,soap,imported',
      ...(world === undefined ? {} : { HUB_MOCK_DATA: world }),
    });
    const mocks = await startMockServer({ ...settings, soapLimit: SOAP_LIMIT });
    closers.push(() => mocks.close());
    const ledger = db2 ? undefined : await openWorldLedger(settings.dataDir);
    if (ledger) closers.push(() => ledger.close());
    const store = await openStore(postgres, settings.dataDir, closers);

    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const variables = await change({
      HUB_DATA_DIR: dataDir,
      HUB_PORT: '0',
      ...mocks.variables,
      ...PATIENT_VARIABLES,
      ...FORGIVING,
      CLAIMS_JOBS: 'off',
      PRIVACY_JOBS: 'off',
      DB2_DSN: db2 ?? ledger?.dsn,
    });
    const parts = { store, log };
    const subgraphs =
      mode === 'one process' ? new Map<string, string>() : await startSubgraphs(variables, parts, closers);
    const url = await startGateway({ ...variables, ...gatewayVariables }, subgraphs, parts, closers);

    const issuer = mocks.variables.OIDC_ISSUER ?? '';
    const key = await createSigningKey('ES256');
    const tokens = new Map<string, Promise<string>>();
    const token = (actor: string): Promise<string> => {
      let known = tokens.get(actor);
      if (!known) tokens.set(actor, (known = requestToken(issuer, actor, { key, minutes: TOKEN_MINUTES })));
      return known;
    };
    const credentials = async (actor: string, method = 'POST'): Promise<Readonly<Record<string, string>>> =>
      credentialHeaders(await token(actor), key, { method, url: `${url}/graphql` });
    return {
      url,
      ledger,
      subgraphs,
      store,
      logged: () => lines.join(''),
      credentials,
      async ask(actor, query, asked = {}, headers = {}) {
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/graphql-response+json',
            ...(await credentials(actor)),
            ...headers,
          },
          body: JSON.stringify({ query, variables: asked }),
        });
        return {
          status: response.status,
          headers: response.headers,
          body: (await response.json()) as GraphAnswer,
        };
      },
      async behave(behaviours) {
        const steered = await fetch(`${new URL(issuer).origin}/mocks/behave`, {
          method: 'POST',
          body: JSON.stringify(behaviours),
        });
        if (!steered.ok) throw new Error('the mock server refused the behaviour');
      },
      async calls() {
        const counted = await fetch(`${new URL(issuer).origin}/mocks/calls`);
        return (await counted.json()) as Record<SoapServiceName, ServiceCalls>;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openStore(
  postgres: string | undefined,
  dataDir: string,
  closers: (() => Promise<unknown>)[],
): Promise<SqlStore> {
  if (postgres === undefined) {
    const store = await openWorldStore(dataDir);
    closers.push(() => store.close());
    return store;
  }
  const database = await createTestDatabase(postgres);
  closers.push(() => database.drop());
  const store = createPgStore({ ...PATIENT_STORE, url: database.url });
  closers.push(() => store.close());
  await loadDemoWorld(store, dataDir);
  return store;
}

interface Parts {
  readonly store: SqlStore;
  readonly log: pino.Logger;
}

/** A thread for every hub of the tests would cost more than their plans do. */
const PLANNING: Variables = { HUB_PLANNING: 'inline' };

/** A gateway with its subgraphs in this process, or one that knows them by their URLs alone. */
async function startGateway(
  variables: Variables,
  subgraphs: ReadonlyMap<string, string>,
  parts: Parts,
  closers: (() => Promise<unknown>)[],
): Promise<string> {
  const patient = { ...PATIENT_PARTS, ...parts };
  const places = [...subgraphs].map(([name, url]) => `${name}=${url}`).join(',');
  const hub =
    subgraphs.size === 0
      ? await startHub(readConfig({ ...PLANNING, ...variables }, await discoverSubgraphs()), patient)
      : await startHub(readConfig({ ...PLANNING, ...variables, HUB_SUBGRAPHS: places }), patient);
  closers.push(() => hub.close());
  return hub.url;
}

/** Every subgraph behind a socket of its own. @returns their URLs by name. */
async function startSubgraphs(
  variables: Variables,
  parts: Parts,
  closers: (() => Promise<unknown>)[],
): Promise<ReadonlyMap<string, string>> {
  const places = await Promise.all(
    (await discoverSubgraphs()).map(async (module) => {
      const running = await startSubgraph(readSubgraphConfig(variables, module, 0), parts);
      closers.push(() => running.close());
      return [module.name, `${running.url}/graphql`] as const;
    }),
  );
  return new Map(places);
}
