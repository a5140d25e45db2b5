import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataExport } from '../../../gateway/export/export.type';
import { readLines } from '../../../mocks/soap/data';
import type {
  ClaimRecord,
  CustomerRecord,
  DocumentRecord,
  OrderRecord,
  SurveyRecord,
} from '../../../mocks/world/shapes';
import { masks } from '../../../schema/policy/masks';
import { type HubSetup, startTestHub, type TestHub } from '../../harness/hub';

const DATA = join(__dirname, '../../../mocks/data');
const ME = '000000000001';

type Row = Readonly<Record<string, string>>;
type Tree = Readonly<Record<string, unknown>>;

/** A table of the ledger as the demo world has it. */
function table(name: string): readonly Row[] {
  const [head = '', ...lines] = readFileSync(join(DATA, `${name}.csv`), 'utf8')
    .trim()
    .split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])));
}

const mine = <T>(file: string, own: (record: T) => boolean): T[] => readLines<T>(DATA, file).filter(own);

/** Everything that the demo world holds of one customer, in every system, under the systems' own names. */
/** What a customer is called, in the file's spelling. */
const namesOf = (number: string): string[] =>
  mine<CustomerRecord>('customers.ndjson', (each) => each.numeroTiers === number).flatMap(
    ({ nom, prenom, raisonSociale }) =>
      [nom, prenom, raisonSociale].filter((name) => typeof name === 'string'),
  );

function heldOf(number: string) {
  const accounts = table('accounts').filter((row) => row.CPT_TIERS?.trim() === number && row.CPT_TOP !== 'S');
  const numbers = new Set(accounts.map((row) => row.CPT_NUM));
  return {
    customers: mine<CustomerRecord>('customers.ndjson', (each) => each.numeroTiers === number),
    accounts,
    cards: table('cards').filter((row) => numbers.has(row.CAR_CPT ?? '')),
    operations: table('operations').filter((row) => numbers.has(row.MVT_CPT ?? '')),
    claims: mine<ClaimRecord>('claims.ndjson', (each) => each.customerNumber === number),
    surveys: mine<SurveyRecord>('surveys.ndjson', (each) => each.customerNumber === number),
    documents: mine<DocumentRecord>('documents.ndjson', ({ index }) =>
      index.some(({ nom, valeur }) => nom === 'NUMTIERS' && valeur === number),
    ),
    orders: mine<OrderRecord>('orders.ndjson', (each) => each.numeroTiers === number),
  };
}

const sorted = (values: readonly unknown[]): string[] => values.map((each) => JSON.stringify(each)).sort();
const cents = (row: Row): string => {
  const digits = (row.MVT_MNT ?? '').padStart(3, '0');
  const sign = row.MVT_SNS === 'D' && Number(digits) !== 0 ? '-' : '';
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)} ${row.MVT_DEV ?? ''}`;
};

/** The objects of an export, wherever they stand, by the field that leads to them. */
const under = (trees: readonly Tree[] | undefined, field: string): Tree[] =>
  (trees ?? []).flatMap((tree): readonly Tree[] => {
    const value = tree[field] as Tree | readonly Tree[] | null | undefined;
    return [value ?? []].flat();
  });
const all = (trees: readonly Tree[] | undefined, field: string): unknown[] =>
  (trees ?? []).map((each) => each[field]);

/** A copy of all data of one person: complete, from every system, for who may have it. */
export function exportSuite(name: string, setup: HubSetup): void {
  describe(`the copy of a data subject's data, ${name}`, () => {
    let hub: TestHub;
    let key: string;

    beforeAll(async () => {
      hub = await startTestHub(setup);
      const { body } = await hub.ask('customer', '{ me { id } }');
      key = (body.data as { me: { id: string } }).me.id;
    });
    afterAll(() => hub.close());

    const get = async (actor: string, id = key): Promise<{ status: number; body: DataExport & Tree }> => {
      const response = await fetch(`${hub.url}/privacy/export/${id}`, {
        headers: await hub.credentials(actor),
      });
      return { status: response.status, body: (await response.json()) as DataExport & Tree };
    };

    it.each([
      ['customer', (text: string): string => text],
      ['dpo', (text: string): string => masks.redact(text, namesOf(ME))],
    ])('holds for %s what every system holds, page by page to the end', async (actor, shown) => {
      const held = heldOf(ME);
      const { status, body } = await get(actor);
      expect(status).toBe(200);
      expect(body).toMatchObject({ format: 'claims-hub-data-export', dataSubject: key, complete: true });
      const { Customer: customers, Account: accounts, Claim: claims } = body.data;
      const [person] = held.customers;
      expect(customers).toHaveLength(1);
      expect(customers?.[0]).toMatchObject({
        email: person?.courriel,
        customerSince: person?.dateEntreeRelation,
        address: {
          lines: person?.adresse.lignes.filter((line) => line !== ''),
          postalCode: person?.adresse.codePostal,
        },
        nationalId: actor === 'dpo' ? person?.nir : null,
      });
      expect(under(customers, 'consents')).toHaveLength(person?.consentements.length ?? -1);

      expect(accounts).toHaveLength(held.accounts.length);
      expect(sorted(all(accounts, 'balance'))).toEqual(
        sorted(
          held.accounts.map(
            (row) =>
              `${row.CPT_SNS === 'D' && Number(row.CPT_SLD) !== 0 ? '-' : ''}${row.CPT_SLD} ${row.CPT_DEV}`,
          ),
        ),
      );
      expect(sorted(all(under(accounts, 'cards'), 'maskedNumber'))).toEqual(
        sorted(held.cards.map((row) => row.CAR_PAN?.trim())),
      );
      const operations = under(accounts, 'operations');
      expect(held.operations.length).toBeGreaterThan(100); // More than a page.
      expect(sorted(all(operations, 'amount'))).toEqual(sorted(held.operations.map(cents)));
      expect(sorted(all(operations, 'label'))).toEqual(
        sorted(held.operations.map((row) => row.MVT_LIB?.trim())),
      );

      expect(sorted(all(claims, 'number'))).toEqual(sorted(held.claims.map((each) => each.number)));
      expect(sorted(all(claims, 'description'))).toEqual(
        sorted(held.claims.map((each) => shown(each.description))),
      );
      expect(sorted(all(under(claims, 'messages'), 'text'))).toEqual(
        sorted(held.claims.flatMap((each) => each.messages.map(({ text }) => shown(text)))),
      );
      expect(under(claims, 'timeline')).toHaveLength(held.claims.flatMap((each) => each.events).length);
      expect(sorted(all(under(claims, 'documents'), 'label'))).toEqual(
        sorted(held.documents.map((each) => shown(each.libelle))),
      );
      expect(sorted(all(under(claims, 'paymentOrders'), 'reference'))).toEqual(
        sorted(held.orders.map((each) => each.referenceExterne)),
      );
      expect(
        sorted(under(claims, 'survey').map(({ nps, csat, ces, comment }) => [nps, csat, ces, comment])),
      ).toEqual(
        sorted(
          held.surveys.map(({ nps, csat, ces, comment }) => [nps, csat, ces, comment && shown(comment)]),
        ),
      );
    });

    it('says of each field what it is used for, by whom, on what basis, how long it is kept and where it comes from', async () => {
      const { body } = await get('dpo');
      const entry = body.fields.find(({ field }) => field === 'Account.iban');
      expect(entry).toMatchObject({
        path: 'DataSubject.customer.accounts.iban',
        category: 'user.financial.bank_account',
        systems: ['accounts'],
        source: expect.stringContaining('TCPT0010') as string,
      });
      for (const each of body.fields) {
        expect(each.purposes).not.toEqual([]);
        expect(each.recipients).toContain('dpo');
        expect(each.legalBases).not.toEqual([]);
        expect(each.retention).not.toEqual([]);
      }
      expect(body.withheld).toEqual([]);
    });

    it('tells a customer what is kept from them, and why', async () => {
      const { body } = await get('customer');
      const kept = new Map(body.withheld.map(({ field, because }) => [field, because]));
      expect(kept.get('Customer.nationalId')).toMatch(/national number/);
      expect(kept.has('Customer.email')).toBe(false);
    });

    it('covers numbers of other people in free text for the officer', async () => {
      const iban = 'FR7630001007941234567890185';
      await hub.store.query(`update claims.claim set description = description || $2 where number = $1`, [
        'RC-2026-0000001',
        ` Mon voisin: ${iban}.`,
      ]);
      const { body } = await get('dpo');
      expect(JSON.stringify(body.data)).not.toContain(iban);
      expect(body.masked).toContain('Claim.description');
      expect(JSON.stringify((await get('customer')).body.data)).toContain(iban);
    });

    it.each([
      ['adviser', 403],
      ['complaints-officer', 400], // For which of their two purposes? They do not say.
      ['compliance', 403],
      ['partner-survey', 401], // Their proof is for another address.
    ])('is refused to %s', async (actor, expected) => {
      const { status, body } = await get(actor);
      expect(status).toBe(expected);
      expect(body.data).toBeUndefined();
    });

    it('looks like nothing for another customer’s key, and for no key', async () => {
      const { body } = await hub.ask('dpo', '{ claims(first: 100) { edges { node { customer { id } } } } }');
      const { claims } = body.data as { claims: { edges: { node: { customer: { id: string } } }[] } };
      const other = claims.edges.map(({ node }) => node.customer.id).find((id) => id !== key) ?? '';
      expect(await get('customer', other)).toMatchObject({
        status: 404,
        body: { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
      });
      expect((await get('customer', 'cus_AAAA')).status).toBe(404);
      expect((await get('dpo', other)).status).toBe(200);
      const nobody = await fetch(`${hub.url}/privacy/export/${key}`);
      expect(nobody.status).toBe(401);
    });

    it('names the system that is down, what is missing of it, and gives the rest', async () => {
      const held = heldOf(ME);
      await hub.behave({ customers: { kind: 'down' } });
      try {
        const { status, body } = await get('dpo');
        expect(status).toBe(200);
        expect(body.complete).toBe(false);
        const down = body.systems.find(({ system }) => system === 'customers');
        expect(down?.status).toBe('INCOMPLETE');
        expect(down?.problems).toContainEqual({
          code: 'SOURCE_UNAVAILABLE',
          source: 'customer-file',
          field: 'Customer.email',
          count: 1,
        });
        // Of the others nothing is missing but texts: they are shown without names, which only that system knows.
        const others = body.systems.filter(({ system }) => system !== 'customers');
        const missing = others.flatMap(({ problems = [] }) => problems);
        expect(new Set(missing.map(({ source }) => source))).toEqual(new Set(['customer-file']));
        expect(missing.map(({ field }) => field)).toContain('Claim.description');
        expect(others.find(({ system }) => system === 'accounts')?.status).toBe('ANSWERED');
        expect(body.data.Claim).toHaveLength(held.claims.length);
        expect(body.data.Account).toHaveLength(held.accounts.length);
      } finally {
        await hub.behave({ customers: { kind: 'well' } });
      }
    });
  });
}
