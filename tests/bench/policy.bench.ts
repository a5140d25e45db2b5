import autocannon from 'autocannon';
import type { GraphAnswer } from '../harness/hub';
import type { Bench } from './main';
import { median } from './median';
import { leavesOf, type Question, QUESTIONS } from './policy/questions';
import { openStage, type Stage, type StagedHub } from './policy/stage';

const CONNECTIONS = 10;
/** The same code is up to a tenth quicker in one process than in another: hubs are started anew so often. */
const STARTS = 3;
/** Pairs of short rounds, since a machine's pace changes from second to second; the order within a pair alternates. */
const PAIRS = 12;
/** Pairs in which a request may fail, as on a machine that stands still for seconds: they count for nothing. */
const VOID = 3;

interface Round {
  readonly rate: number;
  /** Microseconds of CPU for one request. */
  readonly cpu: number;
}

async function round(
  hub: StagedHub,
  headers: Record<string, string>,
  texts: readonly string[],
  amount: number,
): Promise<Round> {
  const before = await hub.cpu();
  const start = performance.now();
  let last = start;
  const bodies = texts.map((query) => JSON.stringify({ query }));
  let connected = 0;
  const result = await autocannon({
    ...{ url: hub.url, method: 'POST', headers, connections: CONNECTIONS, amount, timeout: 60 },
    verifyBody: (body) => !String(body).startsWith('{"errors"'),
    setupClient(client) {
      client.setBody(bodies[connected++ % bodies.length] ?? '');
      client.on('response', () => (last = performance.now()));
    },
  });
  const failed = result.non2xx + result.errors + result.mismatches;
  if (failed > 0) throw new Error(`${failed} requests failed`);
  const { total } = result.requests;
  // Its own duration ends with the second in which the last answer came.
  return { rate: (total * 1_000) / (last - start), cpu: ((await hub.cpu()) - before) / total };
}

async function ask(hub: StagedHub, headers: Record<string, string>, query: string): Promise<unknown> {
  const response = await fetch(hub.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { errors, data } = (await response.json()) as GraphAnswer;
  if (errors) throw new Error(`the query does not answer without errors: ${errors[0]?.message}`);
  return data;
}

/** @returns the leaves of all answers together. */
async function check(
  hub: StagedHub,
  headers: Record<string, string>,
  texts: readonly string[],
): Promise<number> {
  let leaves = 0;
  for (const text of texts) leaves += leavesOf(await ask(hub, headers, text));
  return leaves;
}

const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;

type Pair = Readonly<Record<'on' | 'off', Round>>;

/** The middle of the pairs' ratios, and the quarters around it. */
function ratios(pairs: readonly Pair[], of: (pair: Pair) => number): string {
  const all = pairs.map(of).sort((a, b) => a - b);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) =>
    percent(all[Math.floor(all.length * share)] ?? NaN),
  );
  return `${middle} (half of the pairs ${low} to ${high})`;
}

/** What access rules and audit trail cost: the same hub with and without them, in turn. */
export const bench: Bench = {
  about:
    'requests per second with the access policy on (audit included) and off, both ways to run (TEST_POSTGRES_URL)',
  async run() {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const postgres = process.env.TEST_POSTGRES_URL;
    say(
      `${CONNECTIONS} connections, ${PAIRS} pairs of rounds of each of ${STARTS} starts; store: ${postgres ? 'PostgreSQL' : 'PGlite'}`,
    );
    for (const shape of ['one process', 'distributed'] as const) {
      const compared = QUESTIONS.map((question) => ({ question, starts: [] as Compared[] }));
      for (let start = 0; start < STARTS; start += 1) {
        const stage = await openStage(postgres);
        try {
          const hubs = { on: await stage.hub('on', shape), off: await stage.hub('off', shape) };
          for (const { question, starts } of compared)
            starts.push(await compare(question, hubs, stage.headers));
        } finally {
          await stage.close();
        }
      }
      for (const { question, starts } of compared) say(lineOf(shape, question, starts));
    }
  },
};

/** What one start of both hubs gave. */
interface Compared {
  readonly leaves: number;
  readonly pairs: readonly Pair[];
  readonly failed: number;
}

async function compare(
  { actor, requests, ...question }: Question,
  hubs: Readonly<Record<'on' | 'off', StagedHub>>,
  headersOf: Stage['headers'],
): Promise<Compared> {
  const headers = await headersOf(actor);
  // Cursors are each hub's own.
  const textsFor = (hub: StagedHub) => question.texts((text) => ask(hub, headers, text), CONNECTIONS);
  const texts = { on: await textsFor(hubs.on), off: await textsFor(hubs.off) };
  const leaves = await check(hubs.on, headers, texts.on);
  if (leaves !== (await check(hubs.off, headers, texts.off))) throw new Error('the answers differ in size');
  const asked = (rules: 'on' | 'off', times = 1) =>
    round(hubs[rules], headers, texts[rules], requests * times);
  await asked('on', 3); // Warm-up.
  await asked('off', 3);
  const pairs: Pair[] = [];
  let failed = 0;
  while (pairs.length < PAIRS) {
    try {
      if (pairs.length % 2 === 0) pairs.push({ on: await asked('on'), off: await asked('off') });
      else pairs.push({ off: await asked('off'), on: await asked('on') });
    } catch (error) {
      if ((failed += 1) > VOID) throw error;
    }
  }
  return { leaves: leaves / CONNECTIONS, pairs, failed };
}

function lineOf(shape: string, { name }: Question, starts: readonly Compared[]): string {
  const pairs = starts.flatMap((start) => start.pairs);
  const failed = starts.reduce((sum, start) => sum + start.failed, 0);
  const rateOf = ({ on, off }: Pair): number => on.rate / off.rate;
  const of = (rules: 'on' | 'off', what: keyof Round) => median(pairs.map((pair) => pair[rules][what]));
  return (
    `${shape}, ${name} (${Math.round(median(starts.map(({ leaves }) => leaves)))} leaves): ` +
    `on ${of('on', 'rate').toFixed(1)}/s, off ${of('off', 'rate').toFixed(1)}/s, ` +
    `on/off ${ratios(pairs, rateOf)}, by start ${starts.map((start) => percent(median(start.pairs.map(rateOf)))).join(', ')}; ` +
    `CPU ${(of('on', 'cpu') / 1_000).toFixed(2)} and ${(of('off', 'cpu') / 1_000).toFixed(2)} ms a request, ` +
    `off/on ${ratios(pairs, ({ on, off }) => off.cpu / on.cpu)}${failed > 0 ? `; ${failed} pairs void` : ''}`
  );
}
