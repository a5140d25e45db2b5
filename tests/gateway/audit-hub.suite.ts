import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPseudonymiser } from '../../schema/audit/pseudonyms';
import type { AccessRecord } from '../../schema/audit/record';
import type { AuditLog } from '../../schema/ports/audit';
import { key, openTrail } from '../adapters/audit/trail-world';
import { type Answered, type HubSetup, startTestHub, type TestHub } from '../harness/hub';

const SECRET = 'pseudonyms of a running hub, 32 characters';
const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
const QUERY = /```graphql\n([\s\S]*?)```/.exec(README)?.[1] ?? '';
const PURPOSE = { 'x-access-purpose': 'complaint_handling' };
const pseudonyms = createPseudonymiser(SECRET);

/** What the demo world's hub leaves in its audit trail. */
export function auditedHub(setup: HubSetup): void {
  let hub: TestHub;
  let trail: AuditLog;
  beforeAll(async () => {
    const variables = { HUB_AUDIT_KEY: JSON.stringify(key), HUB_PSEUDONYM_SECRET: SECRET };
    hub = await startTestHub({ ...setup, variables: (usual) => ({ ...usual, ...variables }) });
    trail = openTrail(hub.store);
  });
  afterAll(async () => {
    await trail?.close();
    await hub?.close();
  });

  /** The record of an answer, as soon as it is there. */
  async function recordOf({ headers }: Answered): Promise<AccessRecord> {
    const id = headers.get('x-request-id');
    for (const end = performance.now() + 150_000; performance.now() < end;) {
      for await (const { record } of trail.export())
        if (record.kind === 'access' && record.requestId === id) return record;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('there is no record');
  }
  const decisionsOf = (record: AccessRecord, customer: string): readonly string[] => {
    const subject = pseudonyms.of('subject', customer, new Date(record.at));
    return record.accesses
      .filter(({ subjects }) => subjects.includes(subject))
      .flatMap(({ decisions }) =>
        decisions.map(({ category, decision, count }) => `${category} ${decision} ${count}`),
      );
  };

  it('tells whose data the README’s query showed, kind by kind', async () => {
    const record = await recordOf(await hub.ask('adviser', QUERY, {}, PURPOSE));
    expect(record).toMatchObject({
      roles: ['handler_l1'],
      purpose: 'complaint_handling',
      operation: { type: 'query', name: 'OneClaim' },
      differences: 0,
      sources: ['account-ledger', 'customer-file', 'store'],
      status: 200,
      errors: [],
    });
    expect(record.legalBases).toEqual(expect.arrayContaining(['contract', 'legal_obligation']));
    expect(record.accesses).toHaveLength(1);
    expect(decisionsOf(record, '000000000001')).toEqual([
      'bank.claim ALLOW 1',
      'user.behavior ALLOW 1',
      'user.contact.email ALLOW 1',
      'user.contact.phone_number ALLOW 1',
      'user.content.private ALLOW 1',
      'user.financial ALLOW 1',
      'user.financial.account_balance MASK 1',
      'user.financial.bank_account MASK 1',
      'user.financial.transaction ALLOW 3',
      'user.name ALLOW 2',
    ]);
  });

  it('tells of what was denied, and of no consultation where nothing was shown', async () => {
    const record = await recordOf(await hub.ask('supervisor', QUERY, {}, PURPOSE));
    expect(record.errors).toEqual(['FIELD_ACCESS_DENIED']);
    expect(record.accesses.flatMap(({ decisions }) => decisions)).toContainEqual({
      category: 'user.financial.account_balance',
      decision: 'DENY',
      rule: expect.any(String) as string,
      count: 1,
    });
    expect(
      (await recordOf(await hub.ask('compliance', QUERY, {}, { 'x-access-purpose': 'security_audit' })))
        .accesses,
    ).not.toContainEqual(
      expect.objectContaining({ subjects: expect.arrayContaining([expect.any(String)]) as string[] }),
    );
  });

  it('keeps apart the subjects who meet in one operation', async () => {
    const query = '{ claims(first: 20) { edges { node { status customer { id lastName } } } } }';
    const answered = await hub.ask('complaints-officer', query, {}, PURPOSE);
    interface Claims {
      readonly claims: {
        readonly edges: readonly { readonly node: { readonly customer: { readonly id: string } } }[];
      };
    }
    const { edges } = (answered.body.data as Claims).claims;
    const customers = new Set(edges.map(({ node }) => node.customer.id));
    expect(customers.size).toBeGreaterThan(5);
    const { accesses } = await recordOf(answered);
    const subjects = accesses.flatMap((group) => group.subjects);
    expect(new Set(subjects).size).toBe(subjects.length);
    expect(subjects).toHaveLength(customers.size);
    const count = (category: string): number =>
      accesses.reduce(
        (sum, group) =>
          sum +
          group.subjects.length *
            group.decisions
              .filter((each) => each.category === category)
              .reduce((all, each) => all + each.count, 0),
        0,
      );
    expect([count('bank.claim'), count('user.name')]).toEqual([20, customers.size]);
  });

  it('lets a person learn when, what for and what of theirs was shown, and not to which employee', async () => {
    await recordOf(await hub.ask('adviser', QUERY, {}, PURPOSE));
    const from = new Date(Date.now() - 3_600_000);
    const to = new Date(Date.now() + 3_600_000);
    const own = pseudonyms.during('subject', '000000000001', from, to);
    const consultations = await trail.consultationsOf(own, { from, to });
    expect(consultations).toContainEqual({
      at: expect.any(String) as string,
      purpose: 'complaint_handling',
      legalBases: expect.arrayContaining(['contract']) as string[],
      categories: expect.arrayContaining(['user.contact.email', 'user.name']) as string[],
      recipient: 'bank',
    });
  });

  it('tells the person themself, and the data protection officer, through the graph', async () => {
    const me = await hub.ask(
      'customer',
      '{ me { id } }',
      {},
      { 'x-access-purpose': 'customer_self_service' },
    );
    const { id } = (me.body.data as { me: { id: string } }).me;
    await recordOf(await hub.ask('adviser', QUERY, {}, PURPOSE));
    const report =
      'query ($id: ID!) { dataSubject(id: $id) { consultations { at purpose legalBases categories recipient } } }';
    for (const [actor, purpose] of [
      ['customer', 'customer_self_service'],
      ['dpo', 'dsr_fulfilment'],
    ] as const) {
      const { body } = await hub.ask(actor, report, { id }, { 'x-access-purpose': purpose });
      expect(body.errors).toBeUndefined();
      const { consultations } = (body.data as { dataSubject: { consultations: object[] } }).dataSubject;
      expect(consultations).toContainEqual(
        expect.objectContaining({
          purpose: 'complaint_handling',
          recipient: 'bank',
          categories: expect.arrayContaining(['user.financial.bank_account', 'user.name']) as string[],
        }),
      );
      expect(JSON.stringify(body)).not.toMatch(/adviser|[A-Z]\d{6}/);
    }
    const other = await hub.ask('adviser', report, { id }, PURPOSE);
    expect(JSON.stringify(other.body)).not.toContain('recipient');
  });

  it('holds no value of any answer, and can be recounted', async () => {
    const shown = new Set<string>();
    const collect = (value: unknown): void => {
      if (typeof value === 'string' && value.length >= 6) shown.add(value);
      if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
    };
    const page = `{ claims(first: 50) { edges { node { id number customer { id firstName lastName email phone branch }
      account { id iban balance } operation { id label amount bookedOn } } } } }`;
    const answered = await hub.ask('complaints-officer', page, {}, PURPOSE);
    collect(answered.body.data);
    collect((await hub.ask('adviser', QUERY, {}, PURPOSE)).body.data);
    await recordOf(answered);
    expect(shown.size).toBeGreaterThan(100);
    let texts = '';
    for await (const { record } of trail.export()) texts += JSON.stringify(record);
    expect([...shown].filter((value) => texts.includes(value))).toEqual([]);
    expect(await trail.verify()).toMatchObject({ ok: true });
  });
}
