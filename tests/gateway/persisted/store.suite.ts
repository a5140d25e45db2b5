import { createOperationStore } from '../../../gateway/persisted/store';
import type { SqlStore } from '../../../schema/ports/store';
import { registered } from './world';

const ONE = registered('query One { number }');
const TWO = registered('query Two { number }', 'two@1');
const AT = new Date('2026-11-20T09:30:00Z');
const LATER = new Date('2026-11-21T09:30:00Z');

/** What a store of registered operations promises, whatever the database. */
export function operationStoreSuite(name: string, openStore: () => Promise<SqlStore>): void {
  describe(`registered operations in ${name}`, () => {
    let store: SqlStore;
    beforeAll(async () => {
      store = await openStore();
    });
    afterAll(() => store.close());

    it('are what each client registered and did not retire, in every process', async () => {
      const operations = createOperationStore(store);
      expect(await operations.read()).toEqual(new Map());
      await operations.register('desk', [ONE, TWO], AT);
      await operations.register('portal', [ONE], AT);
      const other = createOperationStore(store);
      expect(await other.read()).toEqual(
        new Map([
          ['desk', [ONE, TWO]],
          ['portal', [ONE]],
        ]),
      );
      expect(await other.retire('desk', ['two@1', 'nothing'], LATER)).toBe(1);
      expect(await other.retire('desk', ['two@1'], LATER)).toBe(0);
      expect(await operations.read()).toEqual(
        new Map([
          ['desk', [ONE]],
          ['portal', [ONE]],
        ]),
      );
      expect(await operations.list('desk')).toEqual([
        expect.objectContaining({ id: ONE.id, registeredAt: AT.toISOString(), retiredAt: null }),
        expect.objectContaining({ id: 'two@1', retiredAt: LATER.toISOString() }),
      ]);
      expect(await operations.retire('portal', undefined, LATER)).toBe(1);
      expect((await operations.read()).has('portal')).toBe(false);
    });

    it('tell by their revision that something changed', async () => {
      const operations = createOperationStore(store);
      const before = await operations.revision();
      expect(await createOperationStore(store).revision()).toBe(before);
      await operations.register('revised', [ONE], AT);
      const registeredRevision = await operations.revision();
      await operations.retire('revised', undefined, LATER);
      expect(new Set([before, registeredRevision, await operations.revision()]).size).toBe(3);
    });

    it('keep the text of an id for ever, whoever registers it at the same time', async () => {
      const operations = createOperationStore(store);
      const texts = ['query Race { number }', 'query Race { secret }', 'query Race { file }'];
      const results = await Promise.all(
        texts.map((body) => operations.register('race', [registered(body, 'race')], AT)),
      );
      expect(results.filter(({ added }) => added === 1)).toHaveLength(1);
      expect(results.filter(({ taken }) => taken.includes('race'))).toHaveLength(2);
      await operations.retire('race', undefined, LATER);
      const kept = texts[results.findIndex(({ added }) => added === 1)] ?? '';
      const another = registered(texts.find((each) => each !== kept) ?? '', 'race');
      expect(await operations.register('race', [another], LATER)).toEqual({ added: 0, taken: ['race'] });
      expect(await operations.register('race', [registered(kept, 'race')], LATER)).toMatchObject({
        added: 1,
      });
    });

    it('can be asked again after the store was down', async () => {
      let down = true;
      const migrate: SqlStore['migrate'] = (...given) =>
        down ? Promise.reject(new Error('down')) : store.migrate(...given);
      const operations = createOperationStore({ ...store, migrate });
      await expect(operations.read()).rejects.toThrow('down');
      down = false;
      expect(await operations.read()).toBeInstanceOf(Map);
    });
  });
}
