import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createPgStore } from '../../adapters/postgres';
import { createSourceMeter } from '../../schema/kernel/sources';
import type { SqlStore } from '../../schema/ports/store';
import { createMeteredStore } from '../../subgraphs/shared/metered-store';
import { readMigrations } from '../../subgraphs/shared/migrations';
import { filingRates } from './claims/filing';
import { EVENTS_PER_CLAIM, loadClaims } from './claims/load';
import { scannedBy } from './claims/plans';
import { byPrimaryKey, type Read, readsOf } from './claims/reads';
import { startServer } from './claims/server';
import type { Bench } from './main';

/** Reads of a kind that count, and those before them. */
const READS = 400;
const WARM_UP = 100;
/** Of these reads of a kind the plans are looked at. */
const PLANNED = 40;

interface Line {
  readonly what: string;
  readonly measured: string;
  readonly limit: string;
  readonly held: boolean;
}

const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? NaN;
const p95 = (values: readonly number[]): number => at(values, 0.95);

/** All kinds in turn, so that whatever else the machine does falls on all of them. */
async function readAll(store: SqlStore, claims: number): Promise<Line[]> {
  const metered = createMeteredStore(store, createSourceMeter());
  const key = { name: 'a read by primary key', limit: 1, ask: byPrimaryKey(claims) };
  const reads: readonly Read[] = [key, ...readsOf(claims)];
  const times = new Map(reads.map((read) => [read, [] as number[]]));
  for (let n = 0; n < WARM_UP + READS; n += 1) {
    for (const [read, own] of times) {
      const began = performance.now();
      await read.ask(metered, n);
      if (n >= WARM_UP) own.push(performance.now() - began);
    }
  }
  const unit = p95(times.get(key) ?? []);
  const lines: Line[] = [];
  for (const [read, own] of times) {
    const scanned = new Set<string>();
    for (let n = 0; n < PLANNED; n += 1) {
      for (const table of await scannedBy(store, read, n)) scanned.add(table);
    }
    scanned.delete('steering_due'); // What is not counted yet is counted by going through it.
    const ratio = p95(own) / unit;
    const told = scanned.size > 0 ? `, scans ${[...scanned].join()}` : '';
    lines.push({
      what: read.name,
      measured: `${p95(own).toFixed(2)} ms, ${ratio.toFixed(1)} × (median ${at(own, 0.5).toFixed(2)} ms)${told}`,
      limit: `${read.limit} ×`,
      held: ratio <= read.limit && scanned.size === 0,
    });
  }
  return lines;
}

async function measureFiling(store: SqlStore): Promise<Line[]> {
  const { filed, bare } = await filingRates(store);
  return [
    {
      what: 'filing, by the bare inserts',
      measured: `${filed.toFixed(0)}/s of ${bare.toFixed(0)}/s, ${(filed / bare).toFixed(2)} ×`,
      limit: '0.5 ×',
      held: filed / bare >= 0.5,
    },
  ];
}

const lineText = ({ what, measured, limit, held }: Line): string =>
  `${held ? 'PASS' : 'FAIL'}  ${what.padEnd(44)} ${measured.padEnd(36)} limit ${limit}`;

function claimsOf(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: { claims: { type: 'string', default: '1000000' } },
  });
  const claims = Number(values.claims);
  if (!Number.isSafeInteger(claims) || claims < 1_000)
    throw new Error('--claims: a number from 1000 is expected.');
  return claims;
}

export const bench: Bench = {
  about: 'a full store of claims: lists, searches, filing and steering, on PostgreSQL',
  options: '--claims N',
  async run(args) {
    const claims = claimsOf(args);
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const server = startServer();
    try {
      const loader = createPgStore({ url: server.url, poolSize: 1, statementTimeoutMs: 3_600_000 });
      await loader.migrate('claims', readMigrations(join(__dirname, '../../subgraphs/claims/migrations')));
      await loadClaims(loader, claims, say);
      await loader.close();
      say(`\n${claims} claims, ${claims * EVENTS_PER_CLAIM} events; p95 of ${READS} reads, one connection\n`);
      const store = createPgStore({ url: server.url, poolSize: 1 });
      const lines: Line[] = [];
      for (const measure of [readAll, measureFiling]) {
        const measured = await measure(store, claims);
        measured.forEach((line) => say(lineText(line)));
        lines.push(...measured);
      }
      await store.close();
      const missed = lines.filter(({ held }) => !held);
      if (missed.length > 0) throw new Error(`${missed.length} of ${lines.length} limits were not kept`);
    } finally {
      server.stop();
    }
  },
};
