import { setImmediate as turn } from 'node:timers/promises';
import type { Entry } from '../../../adapters/audit/entry';
import { createWriter } from '../../../adapters/audit/writer';

const entry = (body: string): Entry => ({
  body,
  keys: { kind: 'process', at: '2026-11-20T09:00:00.000Z', actor: null, token: null, subjects: [] },
});

/** Longer than any test. */
const LONG_MS = 3_600_000;

function writerWith(gatherMs: number, isBusy = true, now = () => 0) {
  const saved: string[][] = [];
  const writer = createWriter({
    save: (entries) => Promise.resolve(void saved.push(entries.map(({ body }) => body))),
    gap: (dropped) => entry(`gap ${dropped}`),
    now,
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

  it('wait for several others also where the process is not busy, as long as saving took', async () => {
    let time = 0;
    const { writer, saved } = writerWith(LONG_MS, false, () => (time += LONG_MS));
    await writer.append([entry('first')]);
    const others = Array.from({ length: 4 }, () => writer.expect());
    const second = writer.append([entry('second')]);
    for (let turns = 0; turns < 10; turns += 1) await turn();
    expect(saved).toEqual([['first']]);
    const third = writer.append([entry('third')]);
    for (const other of others) other();
    await Promise.all([second, third]);
    expect(saved).toEqual([['first'], ['second', 'third']]);
  });

  it('do not wait for several others where saving took no time', async () => {
    const { writer, saved } = writerWith(LONG_MS, false);
    await writer.append([entry('first')]);
    for (let others = 0; others < 4; others += 1) writer.expect();
    await writer.append([entry('second')]);
    expect(saved).toEqual([['first'], ['second']]);
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
