import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { credentialHeaders } from '../../../mocks/oidc/proof';
import { readConfig } from '../../../gateway/config';
import { type Hub, type HubParts, startHub } from '../../../gateway/main';
import { readSubgraphConfig, startSubgraph } from '../../../subgraphs/main';
import { PATIENT_PARTS, PATIENT_VARIABLES } from '../../harness/patient-hub';
import { createMemoryAudit, type MemoryAudit } from './audit-memory';
import { startTestIssuer, type TestIssuer, type TokenChanges } from './issuer';
import { createWorld, modulesOf, supergraphOf, type World } from './subgraphs';

/** The two ways to run. */
export const MODES = ['one process', 'over HTTP'] as const;
export type Mode = (typeof MODES)[number];

/** What a GraphQL answer holds. */
export interface GraphBody {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: {
    readonly message: string;
    readonly path?: (string | number)[];
    readonly extensions: Record<string, unknown>;
  }[];
  readonly extensions?: {
    readonly sources?: Record<string, { calls: number; keys: number }>;
    readonly access?: { readonly masked: string[] };
  };
}

/** A hub over the small world, with all that it talks to. */
export interface OpenHub {
  readonly hub: Hub;
  readonly url: string;
  readonly world: World;
  readonly issuer: TestIssuer;
  /** What the hub recorded, unless it was given a store. */
  readonly audit: MemoryAudit;
  /** Lines that the hub and its subgraphs logged so far. */
  readonly log: string[];
  /** URLs of the subgraphs' own servers, where they have some. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** `HUB_DATA_DIR`. */
  readonly dataDir: string;
  /** Posts one operation with a fresh token. */
  ask(
    query: string,
    options?: {
      variables?: object;
      operationName?: string;
      token?: TokenChanges;
      headers?: Record<string, string>;
    },
  ): Promise<{ status: number; headers: Headers; body: GraphBody }>;
  /** Ends one subgraph's server. */
  stopSubgraph(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything on ports that the system chooses. */
export async function openHub(
  mode: Mode,
  { env = {}, parts = {} }: { env?: Record<string, string>; parts?: HubParts } = {},
): Promise<OpenHub> {
  const world = createWorld();
  const modules = modulesOf(world);
  const issuer = await startTestIssuer();
  const audit = createMemoryAudit();
  const dir = mkdtempSync(join(tmpdir(), 'hub-test-'));
  const log: string[] = [];
  const logger = pino(
    { level: 'info' },
    new Writable({
      write(chunk: Buffer, _, done) {
        log.push(chunk.toString());
        done();
      },
    }),
  );
  writeFileSync(join(dir, 'supergraph.graphql'), supergraphOf(modules));
  const variables: Record<string, string> = {
    ...PATIENT_VARIABLES,
    HUB_PORT: '0',
    HUB_DATA_DIR: dir,
    HUB_PLANNING: 'inline',
    HUB_SUPERGRAPH: join(dir, 'supergraph.graphql'),
    HUB_POLICY: join(__dirname, 'policy.yaml'),
    OIDC_ISSUER: issuer.issuer,
    HUB_AUDIENCE: issuer.audience,
    ...env,
  };
  const servers = new Map<string, { url: string; close(): Promise<void> }>();
  if (mode === 'over HTTP') {
    for (const module of modules) {
      servers.set(
        module.name,
        await startSubgraph(readSubgraphConfig(variables, module, 0), { log: logger }),
      );
    }
    variables.HUB_SUBGRAPHS = [...servers].map(([name, { url }]) => `${name}=${url}/graphql`).join(',');
  }
  const closeOthers = async (): Promise<void> => {
    for (const { close } of servers.values()) await close();
    await issuer.close();
    rmSync(dir, { recursive: true });
  };
  const config = readConfig(variables, mode === 'one process' ? modules : []);
  const hub = await startHub(config, {
    ...PATIENT_PARTS,
    log: logger,
    ...(parts.store ? {} : { audit: audit.sink }),
    ...parts,
  }).catch(async (error: unknown) => {
    await closeOthers();
    throw error;
  });
  return {
    hub,
    url: `${hub.url}/graphql`,
    world,
    issuer,
    audit,
    log,
    dataDir: dir,
    subgraphs: Object.fromEntries([...servers].map(([name, { url }]) => [name, url])),
    async ask(query, { token, headers, ...rest } = {}) {
      const response = await fetch(`${hub.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          ...(await credentialHeaders(await issuer.token(token), issuer.holder, {
            method: 'POST',
            url: `${hub.url}/graphql`,
          })),
          ...headers,
        },
        body: JSON.stringify({ query, ...rest }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as GraphBody,
      };
    },
    async stopSubgraph(name) {
      await servers.get(name)?.close();
    },
    async close() {
      await hub.close();
      await closeOthers();
    },
  };
}
