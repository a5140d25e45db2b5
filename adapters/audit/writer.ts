import { setTimeout as sleep } from 'node:timers/promises';
import { SourceUnavailable } from '../../schema/kernel/source-errors';
import { AUDIT, type AuditCounts } from '../../schema/ports/audit';
import type { Entry } from './entry';
import { createGathering } from './gathering';

/** What a writer needs. */
export interface WriterOptions {
  /** One transaction. Never called while another call runs. */
  readonly save: (entries: readonly Entry[]) => Promise<void>;
  /** Tells of entries that were dropped. @param since when the first was, in the milliseconds of `now`. */
  readonly gap: (dropped: number, since: number) => Entry;
  readonly now: () => number;
  /** Milliseconds that waiting and saving may take each before `append` gives up. */
  readonly limitMs: number;
  /** Milliseconds after a failure during which nothing is tried and `append` fails at once. */
  readonly retryMs: number;
  /** Most milliseconds that a transaction waits for entries that are expected: see `createGathering`. */
  readonly gatherMs: number;
  /** Whether the process was busy since this was last asked. */
  readonly isBusy: () => boolean;
  /** Most characters of entries that wait, of `append` and of `queue` each. */
  readonly waitingChars: number;
  /** Told of every failed transaction. */
  readonly report: (error: unknown) => void;
}

/** Joins entries of many callers into few transactions, one at a time: see `AuditSink`. */
export interface Writer {
  append(entries: readonly Entry[]): Promise<void>;
  queue(entries: readonly Entry[]): void;
  expect(): () => void;
  counts(): AuditCounts;
  close(): Promise<{ readonly lost: number }>;
}

interface Call {
  readonly entries: readonly Entry[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** While one transaction is under way everybody else gathers for the next: the busier, the larger the groups. */
export function createWriter(options: WriterOptions): Writer {
  const { save, gap, now, limitMs, retryMs, gatherMs, isBusy, waitingChars, report } = options;
  const closing = new AbortController();
  const gathering = createGathering(gatherMs, isBusy, () => calls.length);
  const counts = { saved: 0, commits: 0, failures: 0, dropped: 0 };
  let calls: Call[] = [];
  let callChars = 0;
  let queued: Entry[] = [];
  let queuedChars = 0;
  /** Dropped entries that no saved `gap` record tells of yet. */
  let untold = { dropped: 0, since: 0 };
  /** The store just failed, or takes longer than the limit. */
  let down = false;
  let active = false;
  let running: Promise<void> = Promise.resolve();

  const refuse = (refused: readonly Call[], cause?: unknown): void => {
    for (const { reject } of refused) reject(new SourceUnavailable(AUDIT, { cause }));
  };
  const takeCalls = (): Call[] => {
    const taken = calls;
    calls = [];
    callChars = 0;
    return taken;
  };

  const saveOnce = async (): Promise<boolean> => {
    const group = takeCalls();
    const soon = queued;
    const [soonChars, { dropped, since }] = [queuedChars, untold];
    queued = [];
    queuedChars = 0;
    const entries = [
      ...(dropped > 0 ? [gap(dropped, since)] : []),
      ...group.flatMap((call) => call.entries),
      ...soon,
    ];
    const late = setTimeout(() => {
      down = true;
      refuse(group);
      refuse(takeCalls());
    }, limitMs);
    try {
      await save(entries);
      down = false;
      counts.saved += entries.length;
      counts.commits += 1;
      untold = { ...untold, dropped: untold.dropped - dropped };
      for (const { resolve } of group) resolve();
      return true;
    } catch (error) {
      down = true;
      counts.failures += 1;
      refuse(group, error);
      refuse(takeCalls(), error);
      queued = [...soon, ...queued];
      queuedChars += soonChars;
      report(error);
      return false;
    } finally {
      clearTimeout(late);
    }
  };

  const run = async (): Promise<void> => {
    for (;;) {
      await gathering.wait();
      const saved = await saveOnce();
      const last = !saved && closing.signal.aborted;
      if (!saved && !last) {
        await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => undefined);
        down = false;
      }
      if (last || calls.length + queued.length + untold.dropped === 0) {
        active = false; // In the same turn as the look at the queues: whoever comes later starts anew.
        return;
      }
    }
  };
  const start = (): void => {
    if (active) return;
    active = true;
    running = run();
  };

  return {
    append(entries) {
      const chars = charsOf(entries);
      if (down || closing.signal.aborted || (callChars > 0 && callChars + chars > waitingChars)) {
        return Promise.reject(new SourceUnavailable(AUDIT));
      }
      if (entries.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        calls.push({ entries, resolve, reject });
        callChars += chars;
        start();
      });
    },
    queue(entries) {
      const chars = charsOf(entries);
      if (closing.signal.aborted || (queuedChars > 0 && queuedChars + chars > waitingChars)) {
        counts.dropped += entries.length;
        untold = {
          dropped: untold.dropped + entries.length,
          since: untold.dropped === 0 ? now() : untold.since,
        };
      } else {
        queued.push(...entries);
        queuedChars += chars;
      }
      if (queued.length > 0) start();
    },
    expect: () => gathering.expect(),
    counts: () => ({
      ...counts,
      waiting: queued.length + calls.reduce((sum, { entries }) => sum + entries.length, 0),
    }),
    async close() {
      closing.abort();
      gathering.end();
      await running;
      return { lost: queued.length + untold.dropped };
    },
  };
}

const charsOf = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { body }) => sum + body.length, 0);
