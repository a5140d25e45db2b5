import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPgliteStore, createPgStore } from '../../adapters/postgres';
import type { SqlStore } from '../../schema/ports/store';
import { openTrail, requests, wipe } from '../adapters/audit/trail-world';
import type { Bench } from './main';

const CONCURRENCY = 50;
const SECONDS = 5;

/** Appends one record at a time from fifty places, and prints what came of it. */
async function measure(name: string, store: SqlStore): Promise<void> {
  await wipe(store);
  const log = openTrail(store);
  const [record] = requests('bench', 1);
  if (!record) return;
  await log.append([record]);
  const times: number[] = [];
  const end = performance.now() + SECONDS * 1_000;
  const appends = async (): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now();
      await log.append([record]);
      times.push(performance.now() - start);
    }
  };
  const cpu = process.cpuUsage();
  await Promise.all(Array.from({ length: CONCURRENCY }, appends));
  const { user, system } = process.cpuUsage(cpu);
  times.sort((one, other) => one - other);
  const { saved, commits } = log.counts();
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  const start = performance.now();
  const verdict = await log.verify();
  const verifyMs = performance.now() - start;
  await log.close();
  process.stdout.write(
    `${name}: ${Math.round(times.length / SECONDS)} appends/s, ${(saved / commits).toFixed(1)} per commit, ` +
      `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${((user + system) / times.length).toFixed(0)} µs of CPU each; ` +
      `recounted ${verdict.records} (${verdict.ok ? 'whole' : 'broken'}) at ${Math.round((verdict.records / verifyMs) * 1_000)}/s\n`,
  );
}

async function measureBoth(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-audit-bench-'));
  const embedded = await createPgliteStore({ dir: join(folder, 'store') });
  await measure('PGlite', embedded);
  await embedded.close();
  rmSync(folder, { recursive: true, force: true });
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) return;
  const server = createPgStore({ url });
  await measure('PostgreSQL', server);
  await wipe(server);
  await server.close();
}

export const bench: Bench = {
  about: 'the audit trail: durable appends a second, fifty at once, on both stores (TEST_POSTGRES_URL)',
  run: measureBoth,
};
