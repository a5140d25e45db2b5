import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parse as parseYaml, stringify } from 'yaml';
import { join } from 'node:path';
import type { ActorRecord } from '../../../mocks/world/shapes';
import { privacyMigrations } from '../../../subgraphs/privacy/standing.reader';
import { type HubSetup, startTestHub, type TestHub } from '../../harness/hub';
import { type CanaryWorld, createCanaryWorld, folderOf } from './world';
import type { WorldRecord } from './canaries';
import { allScopes } from './decisions';
import {
  type AskAll,
  livingIn,
  mapCanaries,
  type Mapping,
  readEverything,
  type Thing,
  thingKey,
  type Things,
} from './everything';
import { type Graph, readGraph } from './graph';
import { keptForRun } from './kept';
import { seesOwnGraph } from '../../../schema/kernel/caller';
import { type Asker, createOracle, type Oracle } from './oracle';

const ROOT = join(__dirname, '..', '..', '..');

/** The rules in force. */
export const POLICY_TEXT = readFileSync(join(ROOT, 'schema/policy/policy.yaml'), 'utf8');

/** The graph in force. */
export const SUPERGRAPH = readFileSync(join(ROOT, 'schema/contract/supergraph.graphql'), 'utf8');

const ID_SECRET = 'canaries-sing-in-every-legacy-system';

/** What all hubs of a test have in common, so that keys and pseudonyms of one are those of the other. */
export const SECRETS = { HUB_ID_SECRET: ID_SECRET, HUB_PSEUDONYM_SECRET: `${ID_SECRET}-under-other-names` };

/** Shows everything to everybody: for looking at a world as it is. */
export const OPEN_POLICY = `policy: open
version: 2026.1.1
defaults: { decision: DENY }
purposes: { any: Any purpose at all }
roles: { anyone: Any role at all }
retention: { none: Not kept }
scopes: {}
rules:
  - { id: R-ALL, categories: [user, bank, staff, system], roles: ['*'], purposes: ['*'], decision: ALLOW,
      legalBasis: consent, retention: none, because: A test compares what is shown with what is there. }
rows:
  - { id: V-ALL, roles: ['*'], types: ['*'], because: A test compares what is shown with what is there. }
actions: []
`;

const OBSERVER: ActorRecord = {
  name: 'observer',
  subject: 'usr-observer',
  clientId: 'claims-console',
  roles: ['anyone'],
  scopes: ['claims:read', 'surveys:read', 'customers:read', 'accounts:read'],
  purposes: ['any'],
};

/** As `OPEN_POLICY`, for the purposes and with the row rules in force: fields are open, rows are not. */
export const openFields = (policyText: string): string => {
  const { purposes, roles, retention, rows } = parseYaml(policyText) as Record<string, unknown>;
  return stringify({
    ...(parseYaml(OPEN_POLICY) as object),
    purposes,
    roles,
    retention: { ...(retention as object), none: 'Not kept' },
    rows,
  });
};

/** A world, what is in it, and what the rules make of it. */
export interface Stage {
  /** For files of a suite's own. */
  readonly dir: string;
  readonly world: CanaryWorld;
  readonly graph: Graph;
  readonly oracle: Oracle;
  readonly things: Things;
  readonly mapping: Mapping;
  /** Coordinates whose values asking itself changes. */
  readonly living: ReadonlySet<string>;
  /** Everybody who may ask, for every purpose that their token carries. */
  readonly askers: readonly Asker[];
  /** The same world but for some values. */
  otherwise(which: (place: string, record: WorldRecord) => boolean): CanaryWorld;
  close(): Promise<void>;
}

/** One world for all suites: it is looked at whole once. */
const SEED = 1;

/** Makes a world of canaries and looks at it whole. */
export async function setStage(): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'claims-hub-canaries-'));
  try {
    const oracle = createOracle(POLICY_TEXT, SUPERGRAPH);
    const graph = readGraph(SUPERGRAPH);
    const actors = [...invented(oracle), OBSERVER];
    const world = createCanaryWorld(SEED, actors);
    const seen = await keptForRun(JSON.stringify([world.files, world.actors, SUPERGRAPH]), () =>
      lookAt(dir, world, graph),
    );
    const things: Things = new Map(seen.things.map((thing) => [thingKey(thing.type, thing.id), thing]));
    const living = new Set(seen.living);
    const mapping = mapCanaries(graph, things, world.canaries.all);
    const askers = world.actors
      .filter(({ name }) => name !== OBSERVER.name)
      .flatMap((actor) => actor.purposes.map((purpose): Asker => ({ ...actor, purpose })));
    return {
      dir,
      world,
      graph,
      oracle,
      things,
      mapping,
      living,
      askers,
      otherwise: (which) => createCanaryWorld(SEED, actors, which),
      close: () => rm(dir, { recursive: true, force: true }),
    };
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

/** Reads a world through a hub that hides nothing. */
async function lookAt(
  dir: string,
  world: CanaryWorld,
  graph: Graph,
): Promise<{ readonly things: readonly Thing[]; readonly living: readonly string[] }> {
  const policy = join(dir, 'open-policy.yaml');
  await writeFile(policy, OPEN_POLICY);
  const hub = await openHub(world, { extra: { HUB_POLICY: policy } });
  try {
    const ask: AskAll = async (query, variables) => {
      const { status, body } = await hub.ask(OBSERVER.name, query, variables);
      if (status !== 200 || body.errors)
        throw new Error(
          `${status} ${query.slice(0, 200)}: ${JSON.stringify(body.errors?.slice(0, 3))} ${failures(hub)}`,
        );
      return body.data as unknown;
    };
    const things = await readEverything(graph, ask);
    const living = livingIn(graph, things, await readEverything(graph, ask));
    return { things: [...things.values()], living: [...living] };
  } finally {
    await hub.close();
  }
}

/** What went wrong inside, as the hub logged it. */
const failures = (hub: TestHub): string =>
  hub
    .logged()
    .split('\n')
    .filter((line) => line.includes('"level":50'))
    .slice(0, 2)
    .join('\n');

/** A hub over a world. */
export async function openHub(
  world: CanaryWorld,
  {
    extra = {},
    mode = 'one process',
    variables = (usual) => usual,
    gatewayVariables = {},
  }: {
    readonly extra?: Readonly<Record<string, string>>;
    readonly mode?: HubSetup['mode'];
    readonly variables?: NonNullable<HubSetup['variables']>;
    readonly gatewayVariables?: NonNullable<HubSetup['gatewayVariables']>;
  } = {},
): Promise<TestHub> {
  const hub = await startTestHub({
    mode,
    dataDir: folderOf(world),
    variables: async (usual) => ({ ...(await variables(usual)), ...SECRETS, ...extra }),
    gatewayVariables,
  });
  await record(hub, world);
  // Tokens one by one: the issuer shares this process.
  for (const { name } of world.actors) await hub.credentials(name);
  return hub;
}

/** Writes down what customers asked for about the use of their data, as the hub itself would. */
async function record({ store }: TestHub, { standings, requests }: CanaryWorld): Promise<void> {
  await store.migrate('privacy', privacyMigrations());
  const purposes = Object.keys((parseYaml(POLICY_TEXT) as { purposes: object }).purposes);
  await store.transaction(async (session) => {
    for (const [customer, texts] of requests) {
      const { restricted = false, objected = false } = standings.get(customer) ?? {};
      await session.query(
        `insert into privacy.restriction (customer_number, ground, reason, starts_at, recorded_at, ends_at, end_reason)
         values ($1, 'ACCURACY_CONTESTED', $2, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z',
           case when $3::boolean then null else '2026-01-02T00:00:00Z'::timestamptz end, case when $3 then null else $4 end)`,
        [customer, texts.restriction, restricted, texts.restrictionEnd],
      );
      await session.query(
        `insert into privacy.objection (customer_number, purpose, reason, starts_at, recorded_at, ends_at)
         select $1, purpose, $2, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z',
           case when $3::boolean then null else '2026-01-02T00:00:00Z'::timestamptz end
         from unnest($4::text[]) as purpose`,
        [customer, texts.objection, objected, purposes],
      );
      await session.query(
        `insert into privacy.request (customer_number, kind, received_at, recorded_at, extended_at, extension_reason,
           closed_at, outcome, outcome_reason)
         values ($1, 'ACCESS', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', $2,
           '2026-01-03T00:00:00Z', 'GRANTED', $3)`,
        [customer, texts.extension, texts.outcome],
      );
    }
  });
}

/**
 * Actors whom the demo world does not have: every role with every purpose of the policy, roles that meet, tokens that
 * lack scopes or numbers, a purpose that nobody knows.
 */
function invented(oracle: Oracle): ActorRecord[] {
  const { policy } = oracle;
  const roles = Object.keys(policy.roles);
  const purposes = Object.keys(policy.purposes);
  const scopes = allScopes(oracle);
  const numbers = { customerNumber: '000000000001', branch: '01042', staffNumber: 'A110420' };
  const actor = (name: string, change: Partial<ActorRecord>): ActorRecord => ({
    name,
    subject: `usr-${name}`,
    clientId: change.roles?.some((role) => role.startsWith('partner:')) ? `partner-${name}` : 'claims-desk',
    roles: [],
    scopes,
    purposes,
    ...change,
  });
  const partners = roles.filter((role) => role.startsWith('partner:'));
  return [
    ...roles.map((role) => actor(`every-purpose-${role.replace(/\W/g, '-')}`, { roles: [role], ...numbers })),
    actor('no-role', { ...numbers }),
    actor('unknown-role', { roles: ['visitor'], ...numbers }),
    actor('unknown-purpose', { roles, purposes: ['curiosity'], ...numbers }),
    actor('no-numbers', { roles: roles.filter((role) => !seesOwnGraph({ roles: [role] })) }),
    actor('unknown-partner', { roles: ['partner:unheard-of'], ...numbers }),
    actor('two-partners', { roles: partners }),
    actor('adviser-and-head', {
      roles: ['handler_l1', 'supervisor'],
      purposes: ['complaint_handling'],
      ...numbers,
    }),
    actor('customer-and-adviser', { roles: ['client_self', 'handler_l1'], ...numbers }),
    actor('other-branch', {
      roles: ['handler_l1', 'supervisor'],
      purposes: ['complaint_handling'],
      branch: '06007',
      staffNumber: 'A060070',
    }),
    ...scopes.map((scope) =>
      actor(`without-${scope.replace(/\W/g, '-')}`, {
        roles: ['handler_l2', 'supervisor'],
        scopes: scopes.filter((each) => each !== scope),
        purposes: ['complaint_handling'],
        ...numbers,
      }),
    ),
  ];
}
