import type { OperationContext } from '../../../schema/kernel/operation';
import { createSourceMeter } from '../../../schema/kernel/sources';
import type { SqlReader } from '../../../schema/ports/sql';
import { accountReader } from '../../../subgraphs/accounts/account.record';
import { createAccountSource } from '../../../subgraphs/accounts/account.source';
import { cardReader } from '../../../subgraphs/accounts/card.record';
import { createCardSource } from '../../../subgraphs/accounts/card.source';
import { createAskTable } from '../../../subgraphs/shared/table-ask';
import { operationReader } from '../../../subgraphs/accounts/operation.record';
import { createOperationSource } from '../../../subgraphs/accounts/operation.source';
import type { OperationPlace } from '../../../subgraphs/accounts/operation-pages';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import { wantsAll } from '../../../subgraphs/shared/projection/wanted';
import { readLines } from '../../../mocks/soap/data';
import type { ClaimRecord, TruthRecord } from '../../../mocks/world/shapes';
import { createLedgerEvidence } from '../../../subgraphs/accounts/evidence';
import { decide, STATEMENT_DAYS } from '../../../subgraphs/claims/automation/decide';
import { loadAutomationRules } from '../../../subgraphs/claims/automation/rules';
import type { ClaimantCapacity, Motive } from '../../../subgraphs/claims/claim.enum';
import { callers } from '../soap-subgraph';
import { WORLD, worldAccounts, worldCards, worldOperations } from './world-ledger';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** A ledger with the demo world in it. */
export interface OpenLedger {
  readonly reader: SqlReader;
  close(): Promise<void>;
}

/** What the ledger's sources promise, over any server that holds the demo world's tables. */
export function ledgerSourceSuite(name: string, open: () => Promise<OpenLedger>): void {
  describe(`the ledger read from ${name}`, () => {
    let ledger: OpenLedger;
    beforeAll(async () => {
      ledger = await open();
    });
    afterAll(() => ledger.close());

    /** The sources of one operation, and the statements that it cost. */
    function visit() {
      const sources = createSourceMeter();
      const operation: OperationContext = {
        caller: callers.officer,
        requestId: 'test',
        signal: new AbortController().signal,
        sources,
      };
      const ask = createAskTable(ledger.reader, operation, PATIENCE_MS);
      return {
        operation,
        accounts: createAccountSource(ask, accountReader(wantsAll)),
        cards: createCardSource(ask, cardReader(wantsAll)),
        operations: createOperationSource(ask, operationReader(wantsAll)),
        use: () => sources.report()[ledger.reader.source],
      };
    }

    const live = worldAccounts.filter(({ CPT_TOP }) => CPT_TOP !== 'S');
    const deleted = worldAccounts.filter(({ CPT_TOP }) => CPT_TOP === 'S');
    const busiest = live[0]!.CPT_NUM;
    const latestFirst = worldOperations
      .filter(({ MVT_CPT }) => MVT_CPT === busiest)
      .sort((a, b) => Number(b.MVT_DTO) - Number(a.MVT_DTO) || (a.MVT_ID < b.MVT_ID ? 1 : -1))
      .map(({ MVT_ID }) => MVT_ID);

    it('reads every account as its row says', async () => {
      const { accounts, use } = visit();
      const records = await Promise.all(live.map(({ CPT_NUM }) => accounts.byNumber(CPT_NUM)));
      records.forEach((record, at) => {
        const row = live[at]!;
        const [whole = '', cents = ''] = row.CPT_SLD.split('.');
        const minorUnits = BigInt(whole + cents) * (row.CPT_SNS === 'D' ? -1n : 1n);
        expect(record).toMatchObject({
          number: row.CPT_NUM,
          customer: row.CPT_TIERS,
          branch: row.CPT_GUI,
          currency: 'EUR',
          balance: { minorUnits, currency: 'EUR' },
          iban: expect.stringMatching(`^FR\\d\\d${row.CPT_BQE}${row.CPT_GUI}${row.CPT_NUM}${row.CPT_CLE}$`),
          openedOn: expect.stringMatching(/^(19|20)\d\d-\d\d-\d\d$/),
        });
        const open = ['0', '9999999'].includes(String(row.CPT_DTF));
        expect(record?.closedOn === null).toBe(open);
      });
      expect(use()).toMatchObject({ calls: Math.ceil(live.length / 100), keys: live.length, errors: 0 });
    });

    it('a page of 50 claims costs one statement for accounts and one for operations, whatever is asked twice', async () => {
      const { accounts, operations, use } = visit();
      const page = worldOperations.slice(1_000, 1_050);
      const read = () =>
        Promise.all([
          ...page.map(({ MVT_CPT }) => accounts.byNumber(MVT_CPT)),
          ...page.map(({ MVT_ID }) => operations.byReference(MVT_ID)),
        ]);
      const answers = await read();
      expect(answers.every((each) => each !== undefined)).toBe(true);
      await read();
      expect(use()).toMatchObject({ calls: 2 });
    });

    it('reads operations with their owner, their sign and their instant', async () => {
      const { operations } = visit();
      const row = worldOperations.find(({ MVT_LIB }) => MVT_LIB === 'CB VOYAGES AZUR LIGNE 28/12')!;
      const owner = live.find(({ CPT_NUM }) => CPT_NUM === row.MVT_CPT)!;
      expect(await operations.byReference(row.MVT_ID)).toMatchObject({
        reference: row.MVT_ID,
        account: row.MVT_CPT,
        customer: owner.CPT_TIERS,
        branch: owner.CPT_GUI,
        bookedOn: '2025-12-29',
        amount: { minorUnits: -14990n, currency: 'EUR' },
        code: '11',
        label: 'CB VOYAGES AZUR LIGNE 28/12',
      });
      const { postedAt } = (await operations.byReference(row.MVT_ID))!;
      // Winter in Paris: one hour ahead of UTC.
      const clock = new Date(`${row.MVT_HOR.slice(0, 19).replace(' ', 'T')}+01:00`);
      expect(Math.floor((postedAt as Date).getTime() / 1000)).toBe(clock.getTime() / 1000);
    });

    it('pages through an account: every operation once, the latest first', async () => {
      const seen: string[] = [];
      let after: OperationPlace | undefined;
      for (;;) {
        // Another operation each time: nothing is remembered between pages.
        const { operations } = visit();
        const rows = await operations.page({ account: busiest, limit: 37, ...(after && { after }) });
        seen.push(...rows.map(({ reference }) => reference));
        const last = rows.at(-1);
        if (!last) break;
        after = { booked: last.booked, reference: last.reference };
      }
      expect(seen).toEqual(latestFirst);
      expect(seen.length).toBeGreaterThan(100);
    });

    it('pages of different places and lengths in one go stay apart', async () => {
      const { operations } = visit();
      const all = await visit().operations.page({ account: busiest, limit: 101 });
      const place = (at: number): OperationPlace => all[at]!;
      const [top, five, deeper, other] = await Promise.all([
        operations.page({ account: busiest, limit: 3 }),
        operations.page({ account: busiest, limit: 5 }),
        operations.page({ account: busiest, limit: 5, after: place(9) }),
        operations.page({ account: busiest, limit: 90, after: place(9) }),
      ]);
      const names = (rows: readonly { reference: string }[]): string[] =>
        rows.map(({ reference }) => reference);
      expect(names(top)).toEqual(latestFirst.slice(0, 3));
      expect(names(five)).toEqual(latestFirst.slice(0, 5));
      expect(names(deeper)).toEqual(latestFirst.slice(10, 15));
      expect(names(other)).toEqual(latestFirst.slice(10, 100));
    });

    it('first pages of 25 accounts cost two statements', async () => {
      const { operations, use } = visit();
      const accounts = live.slice(0, 25).map(({ CPT_NUM }) => CPT_NUM);
      const pages = await Promise.all(accounts.map((account) => operations.page({ account, limit: 4 })));
      pages.forEach((page, at) => {
        const count = worldOperations.filter(({ MVT_CPT }) => MVT_CPT === accounts[at]).length;
        expect(page).toHaveLength(Math.min(4, count));
        for (const { account } of page) expect(account).toBe(accounts[at]);
      });
      expect(use()).toMatchObject({ calls: 2, keys: 25 });
    });

    it('finds the accounts of customers in one statement, and does not ask again for each', async () => {
      const { accounts, use } = visit();
      const customers = [...new Set(live.map(({ CPT_TIERS }) => CPT_TIERS))].slice(0, 60);
      const found = await Promise.all(customers.map((customer) => accounts.ofCustomer(customer)));
      found.forEach((own, at) => {
        const expected = live.filter(({ CPT_TIERS }) => CPT_TIERS === customers[at]);
        expect(own.map(({ number }) => number)).toEqual(expected.map(({ CPT_NUM }) => CPT_NUM).sort());
      });
      await accounts.byNumber(found[0]![0]!.number);
      expect(await accounts.ofCustomer('999999999999')).toEqual([]);
      expect(use()).toMatchObject({ calls: 2 });
    });

    it('finds cards by account and by reference', async () => {
      const { cards, use } = visit();
      const accounts = live.slice(0, 40).map(({ CPT_NUM }) => CPT_NUM);
      const found = await Promise.all(accounts.map((account) => cards.ofAccount(account)));
      const expected = worldCards.filter(({ CAR_CPT }) => accounts.includes(CAR_CPT));
      expect(
        found
          .flat()
          .map(({ reference }) => reference)
          .sort(),
      ).toEqual(expected.map(({ CAR_ID }) => CAR_ID).sort());
      const [first] = expected;
      expect(await cards.byReference(first!.CAR_ID)).toMatchObject({
        account: first!.CAR_CPT,
        maskedNumber: first!.CAR_PAN.trim(),
        blocked: first!.CAR_OPP === 'O',
      });
      expect(use()).toMatchObject({ calls: 2, errors: 0 });
    });

    it('what the ledger marks as deleted does not exist, nor what is not there', async () => {
      const { accounts, operations, cards } = visit();
      expect(deleted.length).toBeGreaterThan(0);
      for (const { CPT_NUM, CPT_TIERS } of deleted) {
        expect(await accounts.byNumber(CPT_NUM)).toBeUndefined();
        const own = await accounts.ofCustomer(CPT_TIERS);
        expect(own.map(({ number }) => number)).not.toContain(CPT_NUM);
      }
      expect(await operations.byReference('0000000000000000')).toBeUndefined();
      expect(await operations.page({ account: 'NOTHING', limit: 5 })).toEqual([]);
      expect(await cards.byReference('ZZZ')).toBeUndefined();
      expect(await cards.ofAccount('NOTHING')).toEqual([]);
    });

    it('proves of every kind of simple claim what the demo world knows to be right', async () => {
      const rules = loadAutomationRules();
      const evidence = createLedgerEvidence(ledger.reader, PATIENCE_MS, undefined);
      const claims = new Map(
        readLines<ClaimRecord>(WORLD, 'claims.ndjson').map((each) => [each.number, each]),
      );
      const played = readLines<TruthRecord>(WORLD, 'claims-truth.ndjson').filter(
        ({ kind }) => kind !== 'AS_IT_COMES',
      );
      const kinds = [...Map.groupBy(played, ({ kind }) => kind)].map(([, group]) => group[0]!);
      const verdicts = await Promise.all(
        kinds.map(async ({ claim, owedCents }) => {
          const { motive, capacity, customerNumber, operationReference } = claims.get(claim)!;
          const { operation, use } = visit();
          const statement = await evidence.around(
            operationReference!,
            STATEMENT_DAYS,
            '2026-11-20',
            operation,
          );
          expect(use()).toMatchObject({ calls: 3, errors: 0 });
          const facts = { motive: motive as Motive, capacity: capacity as ClaimantCapacity };
          const asked = { ...facts, customer: customerNumber, operation: operationReference };
          const { granted, shadow } = decide(rules, asked, statement, '2026-11-20');
          return { claim, owedCents, given: Number((granted ?? shadow)?.cents ?? 0n) };
        }),
      );
      const given = verdicts.filter((each) => each.given > 0);
      expect(given.length).toBeGreaterThanOrEqual(10);
      for (const each of given) expect(each.given).toBe(each.owedCents);
    });

    it('reads what several claims are about together, and sends nothing more once the ledger is gone', async () => {
      const references = [
        ...new Map(worldOperations.map((each) => [each.MVT_CPT, each.MVT_ID])).values(),
      ].slice(0, 5);
      const { operation, use } = visit();
      const all = (reader: SqlReader, about: OperationContext) => {
        const evidence = createLedgerEvidence(reader, PATIENCE_MS, undefined);
        return Promise.allSettled(
          references.map((each) => evidence.around(each, STATEMENT_DAYS, '2026-11-20', about)),
        );
      };
      const statements = await all(ledger.reader, operation);
      const told = statements.flatMap((each) =>
        each.status === 'fulfilled' && each.value ? [each.value] : [],
      );
      expect(told).toHaveLength(references.length);
      expect(use()).toMatchObject({ calls: 2 + references.length, errors: 0 });

      let sent = 0;
      const going: SqlReader = {
        ...ledger.reader,
        read: (query) =>
          (sent += 1) < 3
            ? ledger.reader.read(query)
            : Promise.reject(new SourceUnavailable('account-ledger')),
      };
      const answers = await all(going, visit().operation);
      expect(answers.map(({ status }) => status)).toEqual(references.map(() => 'rejected'));
      expect(sent).toBe(3);
    });

    it('tells no statement of an operation that is not there', async () => {
      const evidence = createLedgerEvidence(ledger.reader, PATIENCE_MS, undefined);
      expect(await evidence.around('0000000000000000', 10, '2026-11-20', visit().operation)).toBeUndefined();
    });
  });
}
