import { parse } from 'graphql';
import { answerBytes, noteSeveral } from '../../gateway/answer/bytes';
import { sharingEqual } from '../../gateway/execute/equal-operations';
import type { ExecutionContext, GatewayExecutor } from '../../gateway/execute/hub-gateway';
import { emptyNotes } from '../../gateway/audit/notes';
import { createSourceMeter } from '../../schema/kernel/sources';
import type { OperationRun } from '../../gateway/execute/transport';
import { count, newColumns, seatsOf } from '../../subgraphs/shared/access/tally';
import type { GraphAnswer } from '../../subgraphs/shared/graph-request';
import { until } from './world/until';

type Context = Parameters<GatewayExecutor>[0];

interface Asked {
  readonly caller?: string;
  readonly query?: string;
  readonly shares?: boolean;
  readonly signal?: AbortSignal;
  readonly leftMs?: number;
  readonly apart?: true;
}

/** What a subgraph of this process counts for the audit trail: one field of one person. */
function shownOf(subject: string) {
  const counted = { category: 'identity', decision: 'ALLOW', rule: 'R1' } as const;
  const seat = { subject, verdicts: [{ counted }], columns: newColumns(), counts: [], passed: new Map() };
  count(seat, 0);
  return seat;
}

/** An executor that makes one fetch, then another one, and counts; its fetches are answered by hand. */
function world() {
  const fetches: { answer: (answer: GraphAnswer) => void; fail: (error: Error) => void }[] = [];
  const left: unknown[] = [];
  let executed = 0;
  const executor: GatewayExecutor = async ({ context }) => {
    executed += 1;
    const { fetch, run } = context as ExecutionContext;
    left.push(run.leftMs?.());
    await fetch('a', { query: '{a}' });
    left.push(run.leftMs?.());
    run.sources.add('store', { calls: 1, keys: 2, ms: 3, errors: 0 });
    run.masked.add('A.b');
    seatsOf(run).push(shownOf('0001'));
    const { data = null } = await fetch('a', { query: '{b}' });
    return { data };
  };
  const execute = sharingEqual(executor);
  const ask = (asked: Asked = {}) => {
    const { caller = 'x', query = '{a}', shares = true, leftMs = 9 } = asked;
    const { signal = new AbortController().signal, apart } = asked;
    const document = parse(query);
    const run = {
      ...{
        caller: { subject: caller },
        requestId: '-',
        signal,
        leftMs: () => leftMs,
        sources: createSourceMeter(),
      },
      ...{ masked: new Set<string>(), notes: emptyNotes(), ...(apart ? { apart } : {}) },
    };
    const fetch = () => new Promise((answer, fail) => void fetches.push({ answer, fail }));
    const withMeter = (shared: OperationRun) => {
      shared.signal.addEventListener('abort', () => fetches.at(-1)?.fail(shared.signal.reason as Error));
      return fetch;
    };
    const [operation] = document.definitions;
    const context = { run, fetch, ...(shares ? { share: withMeter } : {}) };
    const request = { document, operation, queryHash: query, request: {}, context } as unknown as Context;
    return { run, result: execute(request) };
  };
  const answered = async (index: number, data: Record<string, unknown> = {}): Promise<void> => {
    await until(() => fetches.length > index);
    fetches[index]?.answer({ data });
  };
  return { ask, answered, fetches, left, executed: () => executed };
}

describe('equal operations of equal callers', () => {
  it('are executed once while the first one waits for its first answer, and count for each caller', async () => {
    const { ask, answered, executed } = world();
    const [one, other] = [ask(), ask()];
    await answered(0);
    await answered(1, { a: 1 });
    expect(await one.result).toEqual({ data: { a: 1 } });
    expect(await other.result).toEqual({ data: { a: 1 } });
    expect(executed()).toBe(1);
    expect(other.run.sources.report()).toEqual(one.run.sources.report());
    expect([...other.run.masked]).toEqual(['A.b']);
    const decisions = [{ category: 'identity', decision: 'ALLOW', rule: 'R1', count: 1 }];
    for (const { run } of [one, other])
      expect(run.notes.accesses).toEqual([{ subjects: ['0001'], decisions }]);
  });

  it('have the time of whoever asked last', async () => {
    const { ask, answered, left } = world();
    const asked = [ask({ leftMs: 1 }), ask({ leftMs: 8 })];
    await answered(0);
    await answered(1);
    await Promise.all(asked.map(({ result }) => result));
    expect(left).toEqual([1, 8]);
  });

  it('are executed apart once the first one has heard something', async () => {
    const { ask, answered, fetches, executed } = world();
    void ask();
    await answered(0);
    await until(() => fetches.length === 2);
    void ask();
    expect(executed()).toBe(2);
  });

  it.each([
    ['another caller asks', { caller: 'y' }],
    ['another thing is asked', { query: '{b}' }],
    ['fetches are not shared', { shares: false }],
    ['it is what follows a change', { apart: true } as const],
    ['something is changed', { query: 'mutation {a}' }],
  ])('are executed apart where %s', (_, asked) => {
    const { ask, executed } = world();
    void ask(asked);
    void ask();
    expect(executed()).toBe(2);
  });

  it('begin anew after a change', async () => {
    const { ask, answered, executed } = world();
    void ask();
    const change = ask({ query: 'mutation {a}' });
    await answered(1);
    await answered(2);
    await change.result;
    void ask();
    expect(executed()).toBe(3);
  });

  it('go on for the others when the first one leaves, and fail for all', async () => {
    const { ask, fetches, executed } = world();
    const leaving = new AbortController();
    void ask({ signal: leaving.signal }).result.catch(() => undefined);
    const [other, another] = [ask(), ask()];
    leaving.abort(new Error('left'));
    fetches[0]?.fail(new Error('failed'));
    await expect(other.result).rejects.toThrow('failed');
    await expect(another.result).rejects.toThrow('failed');
    expect(executed()).toBe(2); // Whoever left is told so by an execution of its own.
  });

  it('are given up with the last who waits, and asked anew afterwards', async () => {
    const { ask, executed } = world();
    const [one, other] = [new AbortController(), new AbortController()];
    const answers = [ask({ signal: one.signal }), ask({ signal: other.signal })];
    void answers[0]?.result.catch(() => undefined);
    one.abort(new Error('gone'));
    other.abort(new Error('gone too'));
    await expect(answers[1]?.result).rejects.toThrow('gone too');
    const before = executed();
    void ask();
    expect(executed()).toBe(before + 1);
  });
});

describe('an answer that several get', () => {
  it('is written as any other', () => {
    const bodies = [
      { data: { a: 'é"', b: [null, 1] } },
      { data: { a: 1 }, extensions: { sources: {} } },
      { errors: [{ message: 'no' }], data: { a: null }, extensions: { access: { masked: ['A.a'] } } },
      { errors: [{ message: 'no' }], data: null },
    ];
    for (const body of bodies) {
      const usual = answerBytes(body).toString();
      if (body.data) noteSeveral(body.data);
      expect(answerBytes(body).toString()).toBe(usual);
      expect(answerBytes(body).toString()).toBe(usual);
      expect(usual).toBe(JSON.stringify(body));
    }
  });
});
