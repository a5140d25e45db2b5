import autocannon from 'autocannon';
import type { GraphAnswer } from '../harness/hub';
import type { Bench } from './main';
import { leavesOf, QUESTIONS } from './policy/questions';
import { openStage, type StagedHub } from './policy/stage';

const CONNECTIONS = 10;
/** Pairs of rounds; the order within a pair alternates. */
const PAIRS = 8;

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

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;

/** What access rules and audit trail cost: the same hub with and without them, in turn. */
export const bench: Bench = {
  about:
    'requests per second with the access policy on (audit included) and off, both ways to run (TEST_POSTGRES_URL)',
  async run() {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const postgres = process.env.TEST_POSTGRES_URL;
    say(`${CONNECTIONS} connections, ${PAIRS} pairs of rounds; store: ${postgres ? 'PostgreSQL' : 'PGlite'}`);
    for (const shape of ['one process', 'distributed'] as const) {
      const stage = await openStage(postgres);
      try {
        const hubs = { on: await stage.hub('on', shape), off: await stage.hub('off', shape) };
        for (const question of QUESTIONS) {
          const { name, actor, requests } = question;
          const headers = await stage.headers(actor);
          // Cursors are each hub's own.
          const textsFor = (hub: StagedHub) => question.texts((text) => ask(hub, headers, text), CONNECTIONS);
          const texts = { on: await textsFor(hubs.on), off: await textsFor(hubs.off) };
          const leaves = await check(hubs.on, headers, texts.on);
          if (leaves !== (await check(hubs.off, headers, texts.off)))
            throw new Error('the answers differ in size');
          for (const rules of ['on', 'off'] as const)
            await round(hubs[rules], headers, texts[rules], requests); // Warm-up.
          const rounds = { on: [] as Round[], off: [] as Round[] };
          for (let pair = 0; pair < PAIRS; pair += 1) {
            for (const rules of pair % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const))
              rounds[rules].push(await round(hubs[rules], headers, texts[rules], requests));
          }
          const of = (rules: 'on' | 'off', what: keyof Round) =>
            median(rounds[rules].map((each) => each[what]));
          const ratios = rounds.on.map(({ rate }, pair) => rate / (rounds.off[pair]?.rate ?? NaN));
          say(
            `${shape}, ${name} (${Math.round(leaves / CONNECTIONS)} leaves): on ${of('on', 'rate').toFixed(1)}/s, off ${of('off', 'rate').toFixed(1)}/s, ` +
              `on/off ${percent(median(ratios))} (${percent(Math.min(...ratios))} to ${percent(Math.max(...ratios))}); ` +
              `CPU ${(of('on', 'cpu') / 1_000).toFixed(2)} and ${(of('off', 'cpu') / 1_000).toFixed(2)} ms a request, ` +
              `off/on ${percent(of('off', 'cpu') / of('on', 'cpu'))}`,
          );
        }
      } finally {
        await stage.close();
      }
    }
  },
};
