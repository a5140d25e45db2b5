import { createGuard, guardSoap, guardSql } from '../../../adapters/resilience';
import { LegacyDataError } from '../../../schema/kernel/source-errors';
import type { SoapCall, SoapCaller, SoapNode } from '../../../schema/ports/soap';
import type { RawRow, SqlQuery, SqlReader } from '../../../schema/ports/sql';
import { LIMITS, LONG_MS, SOURCE, turn } from './world';

const clock = { now: () => new Date() };
const unreadable = (): never => {
  throw new LegacyDataError('personne/nom', 'a name');
};

/** A SOAP service behind a guard; it says what reached it, and answers when told. */
function service() {
  const reached: SoapCall<unknown>[] = [];
  const answers: (() => void)[] = [];
  const soap: SoapCaller = {
    source: SOURCE,
    call: <T>(call: SoapCall<T>) => {
      reached.push(call);
      return new Promise<T>((resolve) => answers.push(() => resolve(call.parse({ nom: 'DURAND' }))));
    },
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const guarded = guardSoap(soap, createGuard(SOURCE, { ...LIMITS, connections: 9, queue: 9 }, { clock }));
  const usual = {
    ...{ operation: 'consulterPersonnes', body: { numeroTiers: ['1'] }, keep: ['personne/nom'] },
    ...{ timeoutMs: LONG_MS, isRead: true, decision: 'adviser' },
  };
  const call = <T>(more: Partial<SoapCall<T>> & Pick<SoapCall<T>, 'parse' | 'requestId'>): Promise<T> =>
    guarded.call({ ...usual, ...more });
  return { call, reached, answerAll: () => answers.splice(0).forEach((answer) => answer()) };
}
const node = (answer: SoapNode): SoapNode => answer;

describe('SOAP reads', () => {
  it('of one question are one call, and each asker reads the answer in its own way', async () => {
    const { call, reached, answerAll } = service();
    const name = call({ requestId: 'r-1', parse: (answer) => (answer as { nom: string }).nom });
    const whole = call({ requestId: 'r-2', parse: node });
    const wrong = call({ requestId: 'r-3', parse: unreadable });
    await turn();
    answerAll();
    expect(await name).toBe('DURAND');
    expect(await whole).toEqual({ nom: 'DURAND' });
    await expect(wrong).rejects.toMatchObject({ code: 'SOURCE_INVALID_DATA', facts: { source: SOURCE } });
    expect(reached.map(({ requestId }) => requestId)).toEqual(['r-1']);
  });

  it.each<[string, Partial<SoapCall<SoapNode>>]>([
    ['operation', { operation: 'rechercherPersonne' }],
    ['keys', { body: { numeroTiers: ['2'] } }],
    ['projection', { keep: ['personne/adresse'] }],
    ['decision', { decision: 'supervisor' }],
    ['identity', { context: { matricule: 'A000002' } }],
    ['headers', { httpHeaders: { 'x-identity': 'another' } }],
  ])('of another %s are a call of their own', async (_what, other) => {
    const { call, reached, answerAll } = service();
    const both = [call({ requestId: 'r-1', parse: node }), call({ requestId: 'r-2', parse: node, ...other })];
    await turn();
    answerAll();
    await Promise.all(both);
    expect(reached).toHaveLength(2);
  });

  it('that are none are each sent as they are', async () => {
    const { call, reached, answerAll } = service();
    const writes = [1, 2].map((n) => call({ requestId: `r-${n}`, parse: node, isRead: false }));
    await turn();
    answerAll();
    await Promise.all(writes);
    expect(reached.map(({ requestId }) => requestId)).toEqual(['r-1', 'r-2']);
  });
});

describe('SQL reads', () => {
  it('of one statement and its values are one, and each asker reads the rows in its own way', async () => {
    const reached: SqlQuery<unknown>[] = [];
    const reader: SqlReader = {
      source: SOURCE,
      read: async <Row>(query: SqlQuery<Row>) => {
        reached.push(query);
        await turn();
        return [['A ']].map((row) => query.parse(row));
      },
      ping: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const guarded = guardSql(reader, createGuard(SOURCE, LIMITS, { clock }));
    const query = (parse: (row: RawRow) => unknown, values = ['1']): SqlQuery<unknown> => ({
      ...{ name: 'q', text: 'SELECT X FROM T WHERE Y = ?', values, timeoutMs: LONG_MS, parse },
    });
    const [trimmed, raw, other, wrong] = await Promise.allSettled([
      guarded.read(query(([x]) => String(x).trim())),
      guarded.read(query((row) => row)),
      guarded.read(query((row) => row, ['2'])),
      guarded.read(query(unreadable)),
    ]);
    expect(trimmed).toMatchObject({ value: ['A'] });
    expect(raw).toMatchObject({ value: [['A ']] });
    expect(other).toMatchObject({ value: [['A ']] });
    expect(wrong).toMatchObject({ reason: { code: 'SOURCE_INVALID_DATA' } });
    expect(reached.map(({ values }) => values)).toEqual([['1'], ['2']]);
    expect(reached[0]!.timeoutMs).toBeLessThanOrEqual(LONG_MS);
  });
});
