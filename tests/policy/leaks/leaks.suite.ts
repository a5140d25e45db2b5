import type { TestHub } from '../../harness/hub';
import { createRandom, createSearch, piecesOf, type Search, type Sighting } from './canaries';
import { createHits, type Finding, type RuleHits } from './check';
import { judge, type Reply } from './judge';
import type { Asker } from './oracle';
import { createQueryMaker, type GeneratedQuery, type QueryMaker } from './queries';
import { createRelay, type Relay } from './relay';
import { createSender, inParallel, type Send } from './send';
import { OPERATIONS } from './size';
import { openHub, setStage, type Stage } from './stage';
import { createAim, createAllowed, createValues } from './values';
import { createWitnesses, type Witness } from './witnesses';

/** Trees of anything, beside the queries that aim at one field by one route; in all shards together. */
const MIXED = 700;

/** A part of all operations, for one Jest worker. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

interface Heard {
  readonly sightings: Sighting[];
  requests: number;
}

/** Registers the proofs by canaries for one part of all operations. */
export function proveNoLeaks({ index, of }: Shard): void {
  const count = Math.ceil(OPERATIONS / of);
  const random = createRandom(1_000 + index);
  const isMine = (_: unknown, at: number): boolean => at % of === index;
  const heard: Heard = { sightings: [], requests: 0 };
  const hits = createHits();
  let stage: Stage;
  let hub: TestHub;
  let relays: Relay[];
  let maker: QueryMaker;
  let documents: readonly GeneratedQuery[];
  let witnesses: readonly Witness[];
  let tasks: readonly Task[];
  let allowed: ReturnType<typeof createAllowed>;
  let search: Search;
  /** Tables in which the world itself stands. */
  let homes: ReadonlySet<string>;
  let send: Send;
  let closeSender: () => Promise<void>;
  /** What requests to legacy systems may carry: keys, and what a caller who may search was searching for. */
  const mayTravel = new Set<string>();

  beforeAll(async () => {
    stage = await setStage();
    maker = createQueryMaker(stage.graph, stage.oracle.places, createValues(stage, random), random);
    // All that takes long, before the hub is there: its connections do not outlive a long silence.
    documents = generate(maker);
    witnesses = createWitnesses(stage, maker);
    tasks = [...witnesses, ...plan(documents, stage.askers, count - witnesses.length)];
    allowed = createAllowed(stage);
    search = createSearch(stage.world.canaries.all, stage.mapping.spellings);
    const keys = createSearch(
      stage.world.canaries.all.filter(({ key }) => !key),
      new Map(),
    );
    relays = [];
    const listen = async (url: string): Promise<string> => {
      const target = new URL(url);
      const relay = await createRelay({ host: target.hostname, port: Number(target.port) }, (text) => {
        heard.requests++;
        for (const part of wordsOf(text))
          heard.sightings.push(...keys(part, (piece) => mayTravel.has(piece)));
      });
      relays.push(relay);
      target.port = String(relay.port);
      return target.href;
    };
    hub = await openHub(stage.world, {
      async variables(usual) {
        const own = Object.entries(usual).filter(([name]) => /_SOAP_URL$|^DB2_DSN$/.test(name));
        const relayed = await Promise.all(
          own.map(async ([name, url]) => [name, await listen(url ?? '')] as const),
        );
        return { ...usual, ...Object.fromEntries(relayed) };
      },
    });
    const before = await inTables();
    homes = new Set([...before.keys()].filter((name) => before.get(name)?.length));
    ({ send, close: closeSender } = createSender(hub));
  }, 900_000);

  afterAll(async () => {
    await closeSender?.();
    await hub?.close();
    for (const relay of relays ?? []) await relay.close();
    await stage?.close();
  });

  it('has a canary in every personal field that can hold one, and knows whose each object is', () => {
    const { graph, oracle, things, mapping, world } = stage;
    // By these decisions are made: they stand wherever the same person or place works, and cannot be unique.
    const deciding = new Set(
      world.canaries.all.flatMap(({ record: { owner } }) => [
        ...[owner.branch, owner.handler, owner.level],
        ...(owner.handlers ?? []),
      ]),
    );
    const shown = new Set([...mapping.shown.values()].flatMap((coordinates) => [...coordinates]));
    const seen = new Map<string, Set<string>>();
    const note = (type: string, id: string, values: Readonly<Record<string, unknown>>): void => {
      for (const field of graph.fieldsOf(type)) {
        const value = values[field.name];
        for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
          if (item === null || item === undefined) continue;
          if (typeof item === 'string' && (item.includes(id) || deciding.has(item))) continue; // Or a key, sealed.
          if (field.leaf)
            seen.set(field.coordinate, (seen.get(field.coordinate) ?? new Set()).add(JSON.stringify(item)));
          else if (!graph.isEntity(field.type)) note(field.type, id, item as Record<string, unknown>);
        }
      }
    };
    for (const thing of things.values()) note(thing.type, thing.id, thing.values);
    // A value that is one of few, a day or a code, cannot be unique: those are compared place by place.
    const free = [...seen].filter(([coordinate, values]) => {
      const { category } = oracle.places.get(coordinate) ?? { category: 'system' };
      const texts = [...values].filter(
        (value) => /^"[^"]{6,}"$/.test(value) && !/^"\d{4}-\d\d-\d\d/.test(value),
      );
      return !category.startsWith('system') && !coordinate.endsWith('sha256') && texts.length > 25;
    });
    expect(free.map(([coordinate]) => coordinate).filter((coordinate) => !shown.has(coordinate))).toEqual([]);
    expect(free.length).toBeGreaterThan(15);
    expect([...things.values()].filter((thing) => !mapping.ownerOf(thing))).toEqual([]);
  });

  it('sends no argument to a legacy system for a caller who may not use it', async () => {
    const { oracle, askers } = stage;
    const forbidden = maker.argumentCoordinates.filter(isMine).flatMap((coordinate) => {
      const place = coordinate.split(' ').at(-1) ?? '';
      const denied = askers.filter((asker) => !oracle.mayUse(place, asker));
      return denied
        .filter(() => random() < 0.2)
        .flatMap((asker) => {
          const query = maker.withArgument(coordinate, random() < 0.5);
          return query ? [{ asker, query }] : [];
        });
    });
    const findings: Finding[] = [];
    await inParallel(forbidden, 12, async ({ asker, query }) => {
      findings.push(...judge(stage, asker, query, await send(asker, query), hits));
    });
    expect(findings).toEqual([]);
    expect(heard.sightings.map(described)).toEqual([]);
    expect(forbidden.length).toBeGreaterThan(100);
  }, 1_800_000);

  it(
    `shows no canary to anyone who may not see it, in ${count} generated operations`,
    async () => {
      const started = performance.now();
      const findings: Finding[] = [];
      const sightings: string[] = [];
      const statuses = new Map<number, number>();
      const covered = new Set<string>();
      await inParallel(tasks, 12, async ({ asker, query }) => {
        const sent = new Set(piecesSent(query));
        for (const piece of sent) mayTravel.add(piece);
        const reply = await send(asker, query);
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
        for (const each of query.covers) covered.add(each);
        findings.push(...judge(stage, asker, query, reply, hits).slice(0, 3));
        for (const sighting of seenIn(reply, sent, allowed(asker)))
          sightings.push(`${asker.name} for ${asker.purpose}: ${described(sighting)} in ${query.text}`);
      });
      const wanted = documents.flatMap(({ covers }) => covers);
      report({
        index,
        hits,
        stage,
        covered,
        wanted,
        tasks: tasks.length,
        statuses,
        heard,
        ms: performance.now() - started,
      });
      expect(sightings.slice(0, 10)).toEqual([]);
      expect(findings.slice(0, 10)).toEqual([]);
      expect(wanted.filter((each) => !covered.has(each))).toEqual([]);
      // The other way round: rules that nobody could be allowed anything by would pass all this, too.
      expect(witnesses.filter(({ of: what }) => what.includes('.') && !hits.shown.has(what))).toEqual([]);
    },
    Math.max(1_800_000, OPERATIONS * 60),
  );

  it('says nothing of any canary to legacy systems, but keys and what was searched for', () => {
    expect(heard.sightings.map(described)).toEqual([]);
    expect(heard.requests).toBeGreaterThan(500);
  });

  it('writes no canary into logs, metrics, or any table that had none before', async () => {
    const nobody = (): boolean => false;
    const logged = hub.logged().replace(/"(?:requestId|time|ms|document)":"?[^",}]*"?/g, '');
    expect(search(logged, nobody).map(described)).toEqual([]);
    expect(logged.split('\n').length).toBeGreaterThan(count / 2);
    const metrics = await (await fetch(`${hub.url}/metrics`)).text();
    expect(search(metrics.replace(/^(\S+(?: \S+)*?) [\d.e+-]+$/gm, '$1'), nobody).map(described)).toEqual([]);
    const tables = await inTables();
    expect(tables.size).toBeGreaterThan(homes.size);
    for (const [name, sightings] of tables)
      if (!homes.has(name)) expect([name, sightings.map(described)]).toEqual([name, []]);
  });

  /** What of canaries a reply shows, but for what its own request said and its data give back. */
  function seenIn(
    reply: Reply,
    sent: ReadonlySet<string>,
    isAllowed: (piece: string) => boolean,
  ): readonly Sighting[] {
    const found = search(whole(reply), isAllowed);
    if (!found.some(({ piece }) => sent.has(piece))) return found;
    const { data: _, ...rest } = JSON.parse(reply.text) as Readonly<Record<string, unknown>>;
    const beside = search(whole({ ...reply, text: JSON.stringify(rest) }), isAllowed);
    return [...found.filter(({ piece }) => !sent.has(piece)), ...beside];
  }

  /** What of canaries stands in each table of the hub's own. */
  async function inTables(): Promise<ReadonlyMap<string, readonly Sighting[]>> {
    const tables = await hub.store.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    );
    const found = new Map<string, readonly Sighting[]>();
    for (const { name } of tables) {
      const rows = await hub.store.query<{ text: string }>(`select t::text as text from ${name} t`);
      const text = rows.map((row) => row.text).join('\n');
      // Records are full of instants and hashes: in those only what cannot be chance counts.
      const plain = text
        .replace(INSTANTS, ' ')
        .replace(HEXADECIMAL, ' ')
        .replace(/\d{6,}/g, ' ');
      const hashes = (text.match(HEXADECIMAL) ?? []).map((hash) => hash.replaceAll('-', ''));
      found.set(
        name,
        search([plain, ...hashes].join('\n'), () => false),
      );
    }
    return found;
  }

  it('meets every rule of the policy both ways', () => {
    const { rules, rows } = stage.oracle.policy;
    const ids = [...rules, ...rows].map(({ id }) => id);
    expect(ids.filter((id) => !hits.applied.has(id))).toEqual([]);
    expect(ids.filter((id) => !hits.notApplied.has(id))).toEqual([]);
  });

  function generate(from: QueryMaker): GeneratedQuery[] {
    const aimed = from.plan.filter(isMine).map((at) => from.targeted(at));
    const withArguments = from.argumentCoordinates
      .filter(isMine)
      .flatMap((coordinate) =>
        [true, false].flatMap((asVariable) => from.withArgument(coordinate, asVariable) ?? []),
      );
    return [...aimed, ...withArguments, ...Array.from({ length: MIXED / of }, () => from.mixed())];
  }

  /**
   * Each query in turn by several callers, so that what one leaves in a cache meets the next; those to whom some rule
   * shows something more often, and mostly about objects that they may know of.
   */
  function plan(queries: readonly GeneratedQuery[], askers: readonly Asker[], most: number): Task[] {
    const { rules } = stage.oracle.policy;
    const productive = askers.filter(
      (asker) =>
        asker.scopes.length > 0 && rules.some((rule) => rule.decision !== 'DENY' && speaks(rule, asker)),
    );
    const aim = createAim(stage, random);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const task = (query: GeneratedQuery, asker: Asker): Task => ({ asker, query: aim(asker, query) });
    const each = Math.max(1, Math.floor(most / queries.length));
    const tasks = queries.flatMap((query) =>
      Array.from({ length: each }, (_, at) => task(query, pick(at % 2 ? askers : productive))),
    );
    const left = Array.from({ length: Math.max(0, most - tasks.length) }, () =>
      task(pick(queries), pick(askers)),
    );
    return [...tasks, ...left];
  }
}

interface Task {
  readonly asker: Asker;
  readonly query: GeneratedQuery;
}

const speaks = (rule: { roles: readonly string[]; purposes: readonly string[] }, asker: Asker): boolean =>
  rule.roles.some((role) =>
    asker.roles.some((own) => own === role || (role.endsWith(':*') && own.startsWith(role.slice(0, -1)))),
  ) && rule.purposes.some((purpose) => purpose === '*' || purpose === asker.purpose);

const described = ({ canary, as, piece, near }: Sighting): string =>
  `${canary.place} of ${canary.record.name} as ${as} (${piece} in ${near})`;

/** What a legacy system is told, word by word: without what security headers make up by chance, and instants. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/<wsse:Security.*?<\/wsse:Security>/gs, ' ')
    .replace(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, ' ')
    .split(/[^\p{L}\p{N} .'&-]+/u)
    .filter((word) => word.length > 5);

/** When something happened is no canary: those are made of what cannot be chance. */
const INSTANTS = /\d{4}-\d\d-\d\d[ T][\d:.]+(?:Z|[+-]\d\d)?/g;
const HEXADECIMAL = /[\da-f][\da-f-]{21,}/gi;

/** All of a reply that a client can read, without what chance makes. */
function whole({ headers, text }: Reply): string {
  const { date: _, 'x-request-id': __, ...rest } = headers;
  return `${JSON.stringify(rest)}\n${text.replace(/"ms":[\d.e+-]+/g, '').replace(INSTANTS, ' ')}`;
}

/** The pieces of every value that an operation's text and variables hold. */
const piecesSent = ({ text, variables }: GeneratedQuery): string[] =>
  [
    ...text.matchAll(/"((?:[^"\\\\]|\\\\.)*)"/g),
    ...JSON.stringify(variables).matchAll(/"((?:[^"\\\\]|\\\\.)*)"/g),
  ].flatMap(([, value = '']) => [...piecesOf(value), ...piecesOf(value.split('-').reverse().join(''))]);

function report(run: {
  readonly index: number;
  readonly hits: RuleHits;
  readonly stage: Stage;
  readonly covered: ReadonlySet<string>;
  readonly wanted: readonly string[];
  readonly tasks: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly heard: Heard;
  readonly ms: number;
}): void {
  const { index, hits, stage, covered, wanted, tasks, statuses, heard, ms } = run;
  const rules = [...stage.oracle.policy.rules, ...stage.oracle.policy.rows];
  const both = rules.filter(({ id }) => hits.applied.has(id) && hits.notApplied.has(id)).length;
  process.stderr.write(
    `leaks ${index + 1}: ${tasks} operations by ${stage.askers.length} callers, ${hits.cells} cells compared, ` +
      `${stage.world.canaries.all.length} canaries, coordinates × routes ${new Set(wanted.filter((each) => covered.has(each))).size}/${new Set(wanted).size}, ` +
      `rules both ways ${both}/${rules.length}, ${heard.requests} requests to legacy heard, ` +
      `HTTP ${[...statuses].map(([status, times]) => `${status}×${times}`).join(' ')}, ${Math.round(ms / 1_000)} s\n`,
  );
}
