import { HubError } from '../../../schema/kernel/errors';
import { SourceTimeout, SourceUnavailable } from '../../../schema/kernel/source-errors';
import type { SqlStore } from '../../../schema/ports/store';
import { Declined, type Delivery, type Trace } from '../../../subgraphs/shared/outbox/entry';
import { outboxStore } from '../../../subgraphs/shared/outbox/open';
import type { OutboxTimes } from '../../../subgraphs/shared/outbox/attendant';
import { createOutbox } from '../../../subgraphs/shared/outbox/outbox';
import { createOutboxTable } from '../../../subgraphs/shared/outbox/table';
import { createTestClock } from '../shared/subgraph-bench';
import { killable, type Kill } from './killable';

type Payload = { readonly amount: string };

const START = '2026-11-20T09:00:00.000Z';
const TIMES: OutboxTimes = { callMs: 1_000, settleMs: 60_000, pauseMs: 2_000, pauseMaxMs: 30_000 };
const trace: Trace = { requestId: 'test', measure: (_keys, call) => call() };
/** A system on a good day. */
const fine = (): Promise<void> => Promise.resolve();
const pastEverything = TIMES.settleMs + 10 * TIMES.pauseMaxMs;

/** What an outbox promises, on a store. */
export function outboxPromises(name: string, openStore: () => Promise<SqlStore>): void {
  describe(`the outbox on ${name}`, () => {
    let store: SqlStore;
    let sequence = 0;
    beforeAll(async () => {
      store = await openStore();
    });
    afterAll(() => store.close());

    /** A system that would take the same change twice, its clock, and processes that talk to it. */
    function world() {
      const clock = createTestClock(START);
      const wait = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms).toISOString());
      const reference = `REF-${String((sequence += 1)).padStart(6, '0')}`;
      const change = { reference, subject: 'RC-2026-0000001', payload: { amount: '2490' } };
      /** When each change that it took counts. */
      const taken: { readonly reference: string; readonly from: number }[] = [];
      const has = (asked: string): boolean =>
        taken.some((each) => each.reference === asked && each.from <= clock.now().getTime());
      const moods = { find: fine, send: fine, arrivesAfterMs: 0 };
      const delivery: Delivery<Payload, string> = {
        async find(_payload, asked) {
          await moods.find();
          return has(asked) ? 'made' : undefined;
        },
        async send(_payload, sent) {
          taken.push({ reference: sent, from: clock.now().getTime() + moods.arrivesAfterMs });
          await moods.send();
          return 'made';
        },
        keep: (made) => made,
      };
      const table = createOutboxTable<Payload>(
        'payments',
        outboxStore('payments', async () => store),
      );
      /** A process that ends at one of its steps: what it does with the store, and calls of the system. */
      const mortal = (at: number, when: 'before' | 'after') => {
        const kill: Kill = { steps: 0, dead: false };
        const { find, send, keep } = delivery;
        const calls = killable({ find, send }, kill, at, when);
        const outbox = createOutbox<Payload, string>({
          table: killable(table, kill, at, when),
          delivery: { find: calls.find, send: calls.send, keep },
          ...{ clock, times: TIMES, random: () => 0.5 },
        });
        return { outbox, kill };
      };
      const process = () => mortal(Infinity, 'before');
      return { wait, change, taken, moods, process, mortal };
    }

    it('makes a change once and says so', async () => {
      const { process, change, taken } = world();
      const { outbox } = process();
      const first = await outbox.submit(change, trace);
      expect(first).toMatchObject({
        made: 'made',
        replayed: false,
        entry: { state: 'DONE', result: 'made' },
      });
      const again = await outbox.submit(change, trace);
      expect(again).toMatchObject({ replayed: true, entry: { state: 'DONE', attempts: 1, payload: {} } });
      expect(taken).toHaveLength(1);
    });

    it('a reference that came with another change is refused', async () => {
      const { process, change } = world();
      const { outbox } = process();
      await outbox.submit(change, trace);
      await expect(outbox.submit({ ...change, payload: { amount: '1' } }, trace)).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    });

    it.each(['before', 'after'] as const)('killed %s any step, the change is made once', async (when) => {
      for (let at = 0; ; at += 1) {
        const { mortal, change, taken, wait, process } = world();
        const { outbox, kill } = mortal(at, when);
        const answer = await outbox.submit(change, trace).catch(() => undefined);
        if (!kill.dead) {
          expect(at).toBeGreaterThanOrEqual(6); // Every step was somebody's last.
          expect(answer?.entry.state).toBe('DONE');
          return;
        }
        // Whoever sent it sends it again, and a process that was started in its place looks after it.
        const next = process().outbox;
        const resent = await next.submit(change, trace).catch(() => undefined);
        expect(['DONE', 'PENDING', 'UNKNOWN']).toContain(resent?.entry.state);
        for (let turn = 0; turn < 5; turn += 1) {
          wait(pastEverything);
          await next.attendDue(trace);
        }
        expect((await next.get(change.reference))?.state).toBe('DONE');
        expect(taken.filter(({ reference }) => reference === change.reference)).toHaveLength(1);
      }
    });

    it('two processes at once send it once', async () => {
      const { process, change, taken } = world();
      const outboxes = [process().outbox, process().outbox, process().outbox];
      const answers = await Promise.all(outboxes.map((outbox) => outbox.submit(change, trace)));
      await Promise.all(outboxes.map((outbox) => outbox.attendDue(trace)));
      expect(taken).toHaveLength(1);
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    });

    it('a process that stood still for too long sends nothing any more', async () => {
      const { process, change, taken, moods, wait } = world();
      const [slow, other] = [process().outbox, process().outbox];
      moods.find = async () => {
        moods.find = fine;
        wait(4 * TIMES.callMs + 1);
        await other.attend(change.reference, trace);
      };
      expect((await slow.submit(change, trace)).entry.state).toBe('DONE');
      expect(taken).toHaveLength(1);
    });

    it('a change that arrives late is not sent again meanwhile', async () => {
      const { process, change, taken, moods, wait } = world();
      const { outbox } = process();
      moods.arrivesAfterMs = 45_000;
      moods.send = () => Promise.reject(new SourceTimeout('payment-service', 1));
      const { entry, made } = await outbox.submit(change, trace);
      expect([entry.state, made]).toEqual(['UNKNOWN', undefined]);
      for (let second = 0; second < 44; second += 1) {
        wait(1_000);
        await outbox.attendDue(trace);
        expect((await outbox.get(change.reference))?.state).toBe('UNKNOWN');
      }
      wait(pastEverything);
      await outbox.attendDue(trace);
      expect((await outbox.get(change.reference))?.state).toBe('DONE');
      expect(taken).toHaveLength(1);
    });

    it('what was sent and never arrived is sent again, after the time in which it might have', async () => {
      const { process, change, taken, moods, wait } = world();
      const { outbox } = process();
      moods.send = () => {
        taken.pop();
        moods.send = fine;
        return Promise.reject(new SourceUnavailable('payment-service'));
      };
      expect((await outbox.submit(change, trace)).entry.state).toBe('UNKNOWN');
      wait(TIMES.settleMs - 1);
      await outbox.attendDue(trace);
      expect(taken).toHaveLength(0);
      wait(pastEverything);
      await outbox.attendDue(trace);
      expect(await outbox.get(change.reference)).toMatchObject({ state: 'DONE', attempts: 2 });
      expect(taken).toHaveLength(1);
    });

    it('a system that cannot be asked is sent nothing, until it can', async () => {
      const { process, change, taken, moods, wait } = world();
      const { outbox } = process();
      moods.find = () => Promise.reject(new SourceUnavailable('payment-service'));
      expect((await outbox.submit(change, trace)).entry.state).toBe('PENDING');
      expect(taken).toHaveLength(0);
      moods.find = fine;
      await outbox.attendDue(trace); // Not due yet: the pause is not over.
      expect(taken).toHaveLength(0);
      wait(TIMES.pauseMaxMs);
      expect(await outbox.attendDue(trace)).toBeGreaterThanOrEqual(1);
      expect((await outbox.get(change.reference))?.state).toBe('DONE');
    });

    it('what is declined stays declined', async () => {
      const { process, change, moods, wait } = world();
      const { outbox } = process();
      moods.send = () => Promise.reject(new Declined('08/PAI0404'));
      expect((await outbox.submit(change, trace)).entry).toMatchObject({
        ...{ state: 'FAILED', failure: '08/PAI0404', attempts: 1 },
      });
      wait(pastEverything);
      await outbox.attendDue(trace);
      expect(await outbox.get(change.reference)).toMatchObject({ state: 'FAILED', attempts: 1 });
    });

    it('what must not be sent any more is declined, but not while what was sent may arrive', async () => {
      const { process, change, taken, moods, wait } = world();
      const { outbox } = process();
      moods.arrivesAfterMs = Infinity;
      moods.send = () => Promise.reject(new SourceTimeout('payment-service', 1));
      expect((await outbox.submit(change, trace)).entry.state).toBe('UNKNOWN');
      moods.find = () => Promise.reject(new Declined('CHANGED_MEANWHILE'));
      wait(TIMES.settleMs - 1);
      await outbox.attendDue(trace);
      expect((await outbox.get(change.reference))?.state).toBe('UNKNOWN');
      wait(pastEverything);
      await outbox.attendDue(trace);
      expect(await outbox.get(change.reference)).toMatchObject({
        ...{ state: 'FAILED', failure: 'CHANGED_MEANWHILE', attempts: 1 },
      });
      expect(taken).toHaveLength(1);
    });

    it('forgets what is settled after its time, some rows a turn, and what is under way never', async () => {
      const { process, change, moods, wait } = world();
      const { outbox } = process();
      await outbox.submit(change, trace);
      moods.find = () => Promise.reject(new SourceUnavailable('payment-service'));
      const open = { ...change, reference: `B-${change.reference}` };
      await outbox.submit(open, trace);
      expect(await outbox.purge(60_000)).toBe(0);
      wait(60_001);
      expect(await outbox.purge(60_000)).toBeGreaterThanOrEqual(1);
      expect(await outbox.get(change.reference)).toBeUndefined();
      expect((await outbox.get(open.reference))?.state).toBe('PENDING');
    });

    it('of one thing takes one change at a time, where its owner says so', async () => {
      const { change } = world();
      const table = createOutboxTable<Payload>(
        'customers',
        outboxStore('customers', async () => store),
      );
      const at = new Date(START);
      expect(await table.add(change, at)).toBe('NEW');
      expect(await table.add(change, at)).toBe('KNOWN');
      expect(await table.add({ ...change, payload: { amount: '1' } }, at)).toBe('OTHER');
      const next = { ...change, reference: `N-${change.reference}` };
      expect(await table.add(next, at)).toBe('BUSY');
      await table.lease(change.reference, 'me', at, new Date(at.getTime() + 1_000));
      await table.settle(change.reference, 'me', { state: 'FAILED', failure: '08', payload: {} }, at);
      expect(await table.add(next, at)).toBe('NEW');
    });

    it('knows a change again by what it says it is known by', async () => {
      const { change } = world();
      const table = createOutboxTable<Payload>(
        'payments',
        outboxStore('payments', async () => store),
      );
      const at = new Date(START);
      expect(await table.add({ ...change, identity: 'the same' }, at)).toBe('NEW');
      expect(await table.add({ ...change, identity: 'the same', payload: { amount: '1' } }, at)).toBe(
        'KNOWN',
      );
      expect(await table.add({ ...change, identity: 'another' }, at)).toBe('OTHER');
    });

    it('a reference that the system has for another change is told, and forgotten', async () => {
      const { process, change, moods } = world();
      const { outbox } = process();
      moods.find = () => Promise.reject(new HubError('IDEMPOTENCY_KEY_REUSED', 'Another one.'));
      await expect(outbox.submit(change, trace)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      expect(await outbox.get(change.reference)).toBeUndefined();
    });

    it('gives the changes of a thing that are not known to be made, the oldest first', async () => {
      const { process, change, moods, wait } = world();
      const { outbox } = process();
      moods.find = () => Promise.reject(new SourceUnavailable('payment-service'));
      const subject = `RC-${change.reference}`;
      await outbox.submit({ ...change, subject }, trace);
      wait(1);
      await outbox.submit({ ...change, subject, reference: `A-${change.reference}` }, trace);
      expect((await outbox.openOf([subject])).map(({ reference }) => reference)).toEqual([
        change.reference,
        `A-${change.reference}`,
      ]);
      expect(await outbox.openOf(['RC-2026-9999999'])).toEqual([]);
    });
  });
}
