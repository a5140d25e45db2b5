import { setImmediate as turn } from 'node:timers/promises';
import type { Entry } from '../../../adapters/audit/entry';
import { createWriter } from '../../../adapters/audit/writer';

const entry = (body: string): Entry => ({
  body,
  keys: { kind: 'process', at: '2026-11-20T09:00:00.000Z', actor: null, token: null, subjects: [] },
});

/** Longer than any test. */
const LONG_MS = 3_600_000;

function writerWith(gatherMs: number, isBusy = true) {
  const saved: string[][] = [];
  const writer = createWriter({
    save: (entries) => Promise.resolve(void saved.push(entries.map(({ body }) => body))),
    gap: (dropped) => entry(`gap ${dropped}`),
    now: () => 0,
    ...{
      limitMs: LONG_MS,
      retryMs: 1,
      gatherMs,
      isBusy: () => isBusy,
      waitingChars: 1_000,
      report: () => undefined,
    },
  });
  return { writer, saved };
}

describe('records that wait for those of operations under way', () => {
  it('are saved in one transaction with those that were announced', async () => {
    const { writer, saved } = writerWith(LONG_MS);
    const [one, other] = [writer.expect(), writer.expect()];
    const first = writer.append([entry('first')]);
    one();
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(saved).toEqual([]);
    const second = writer.append([entry('second')]);
    other();
    await Promise.all([first, second]);
    expect(saved).toEqual([['first', 'second']]);
  });

  it('count each announcement once, however often it is taken back', async () => {
    const { writer, saved } = writerWith(LONG_MS);
    const [one, other] = [writer.expect(), writer.expect()];
    const first = writer.append([entry('first')]);
    one();
    one();
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(saved).toEqual([]);
    other();
    await first;
    expect(saved).toEqual([['first']]);
  });

  it('wait no longer than they may', async () => {
    const { writer, saved } = writerWith(1);
    writer.expect();
    await writer.append([entry('first')]);
    expect(saved).toEqual([['first']]);
  });

  it('do not wait for a single other where the process is not busy', async () => {
    const { writer, saved } = writerWith(LONG_MS, false);
    writer.expect();
    await writer.append([entry('first')]);
    expect(saved).toEqual([['first']]);
  });

  it('wait for several others also where the process is not busy', async () => {
    const { writer, saved } = writerWith(LONG_MS, false);
    const others = Array.from({ length: 4 }, () => writer.expect());
    const first = writer.append([entry('first')]);
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(saved).toEqual([]);
    const second = writer.append([entry('second')]);
    for (const other of others) other();
    await Promise.all([first, second]);
    expect(saved).toEqual([['first', 'second']]);
  });

  it.each([
    { busy: false, waits: 'until as many are there as still come' },
    { busy: true, waits: 'for all of them' },
  ])('wait for several others $waits where the process is busy: $busy', async ({ busy }) => {
    const { writer, saved } = writerWith(LONG_MS, busy);
    const others = Array.from({ length: 6 }, () => writer.expect());
    const comes = (index: number): Promise<void> => {
      const done = writer.append([entry(`${index}`)]);
      others[index]?.();
      return done;
    };
    const first = [comes(0), comes(1)];
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(saved).toEqual([]);
    const all = [...first, comes(2)];
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(saved).toEqual(busy ? [] : [['0', '1', '2']]);
    await Promise.all([...all, comes(3), comes(4), comes(5)]);
    const [early, late] = [saved.slice(0, -1).flat(), saved.at(-1)];
    expect(early).toEqual(busy ? [] : ['0', '1', '2']);
    expect(late).toEqual(busy ? ['0', '1', '2', '3', '4', '5'] : ['3', '4', '5']);
  });

  it('wait no longer than they may, for several others neither', async () => {
    const { writer, saved } = writerWith(1, false);
    for (let others = 0; others < 4; others += 1) writer.expect();
    await writer.append([entry('first')]);
    expect(saved).toEqual([['first']]);
  });

  it('wait for nobody where nothing was announced, nor while the trail is closed', async () => {
    const { writer, saved } = writerWith(LONG_MS);
    await writer.append([entry('first')]);
    writer.expect();
    writer.queue([entry('second')]);
    expect(await writer.close()).toEqual({ lost: 0 });
    expect(saved).toEqual([['first'], ['second']]);
  });
});
