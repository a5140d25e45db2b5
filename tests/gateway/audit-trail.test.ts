import { createHash } from 'node:crypto';
import type { AccessRecord } from '../../schema/audit/record';
import { MODES, openHub, type OpenHub } from './world/open-hub';
import { resetWorld } from './world/subgraphs';
import { until } from './world/until';

const READER = { claims: { roles: ['reader'] } };
const UNAVAILABLE = {
  message: 'The source "audit" is not available.',
  extensions: { source: 'audit', code: 'SOURCE_UNAVAILABLE' },
};
const seen = (category: string, decision: string, rule: string, count = 1) => ({
  category,
  decision,
  rule,
  count,
});

describe.each(MODES)('the audit trail, with subgraphs %s,', (mode) => {
  let open: OpenHub;
  beforeAll(async () => {
    open = await openHub(mode);
  });
  beforeEach(() => {
    resetWorld(open.world);
    open.audit.records.length = 0;
    open.audit.down = false;
    open.audit.before = () => Promise.resolve();
  });
  afterAll(() => open.close());

  const recorded = (): AccessRecord => {
    const [first, ...others] = open.audit.records;
    if (!first || others.length > 0) throw new Error(`${open.audit.records.length} records`);
    return first.record;
  };

  it('tells who asked what for, what was shown and by which rule, and nothing of the content', async () => {
    const query = 'query Owners { files(first: 3) { title owner { name phone } } }';
    const { headers } = await open.ask(query);
    const record = recorded();
    expect(open.audit.records[0]?.how).toBe('queued');
    expect(record).toMatchObject({
      requestId: headers.get('x-request-id'),
      roles: ['clerk'],
      purpose: 'reading',
      legalBases: ['legitimate_interest'],
      operation: { type: 'query', name: 'Owners', hash: createHash('sha256').update(query).digest('hex') },
      accesses: [
        {
          subjects: [],
          decisions: [
            seen('bank.claim', 'ALLOW', 'R-TECHNICAL', 3),
            seen('user.contact.phone_number', 'MASK', 'R-PHONE', 2),
            seen('user.name', 'ALLOW', 'R-NAME', 2),
          ],
        },
      ],
      differences: 0,
      sources: ['person-file'],
      policy: '2026.11.1',
      status: 200,
      errors: [],
    });
    expect(record.token).not.toBeNull();
    expect(JSON.stringify(record)).not.toMatch(/Name of|\+336|user-1|token-/);
  });

  it('is written before the answer leaves where the data are strict', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let waiting = false;
    open.audit.before = () => {
      waiting = true;
      return held;
    };
    let answered = false;
    const pending = open.ask('{ file(id: "1") { owner { email } } }').finally(() => (answered = true));
    await until(() => waiting);
    await open.ask('{ file(id: "1") { owner { name } } }'); // Whatever is not strict does not wait.
    expect(answered).toBe(false);
    expect(open.audit.records.map(({ how }) => how)).toEqual(['queued']);
    release();
    expect((await pending).body.data).toEqual({ file: { owner: { email: 'p1@mail.example' } } });
    expect(open.audit.records.map(({ how }) => how)).toEqual(['queued', 'appended']);
  });

  it('keeps strict data back while it cannot be written, and shows them as soon as it can', async () => {
    const query = `query ($no: Boolean = false) {
      files(first: 2) { title owner { mail: email ...Person } }
      persons { name ... on Person { email @skip(if: $no) } }
    }
    fragment Person on Person { name __proto__: email }`;
    open.audit.down = true;
    const { status, body } = await open.ask(query);
    expect(status).toBe(200);
    const owner = (name: string) => JSON.parse(`{"mail":null,"name":"${name}","__proto__":null}`) as unknown;
    expect(JSON.stringify(body.data)).toBe(
      JSON.stringify({
        files: [
          { title: 'Title 1', owner: owner('Name of p1') },
          { title: 'Title 2', owner: owner('Name of p0') },
        ],
        persons: [
          { name: 'Name of p0', email: null },
          { name: 'Name of p1', email: null },
        ],
      }),
    );
    expect(body.errors).toEqual(
      [
        ['files', 'owner', 'mail'],
        ['files', 'owner', '__proto__'],
        ['persons', 'email'],
      ].map((path) => ({ ...UNAVAILABLE, path })),
    );
    expect(open.audit.records.map(({ how }) => how)).toEqual(['queued']);
    expect(recorded()).toMatchObject({ status: 200, errors: ['SOURCE_UNAVAILABLE'] });
    expect(recorded().accesses[0]?.decisions).toContainEqual(seen('user.contact.email', 'DENY', '-', 6));

    open.audit.down = false;
    expect((await open.ask(query)).body.errors).toBeUndefined();
  });

  it('tells a denial from data that could not be recorded', async () => {
    open.audit.down = true;
    const { body } = await open.ask('{ persons { name email } }', { token: READER });
    expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(['FIELD_ACCESS_DENIED']);
    expect(recorded()).toMatchObject({
      errors: ['FIELD_ACCESS_DENIED'],
      accesses: [
        { decisions: [seen('user.contact.email', 'DENY', '-'), seen('user.name', 'ALLOW', 'R-NAME', 2)] },
      ],
    });
  });

  const RENAME = 'mutation ($id: ID!) { rename(id: $id, title: "New") { title owner { name email } } }';

  it('lets no mutation run whose answer it is known not to be able to record', async () => {
    open.audit.down = true;
    const { status, body } = await open.ask(RENAME, { variables: { id: '1' } });
    expect({ status, body }).toEqual({ status: 503, body: { errors: [UNAVAILABLE] } });
    expect(open.world.visits.files).toBe(0);
    const plain = 'mutation { rename(id: "1", title: "New") { title owner { name } } }';
    expect((await open.ask(plain)).body).toMatchObject({
      data: { rename: { title: 'New', owner: { name: 'Name of p1' } } },
    });
    expect(open.audit.records.map(({ record }) => [record.operation.type, record.status])).toEqual([
      ['mutation', 503],
      ['mutation', 200],
    ]);
  });

  it('tells that a mutation was done even where its answer could not be recorded', async () => {
    open.audit.before = () => {
      open.audit.down = open.world.visits.files === 1; // It goes down while the mutation runs.
      return Promise.resolve();
    };
    const { status, body } = await open.ask(RENAME, { variables: { id: '1' } });
    expect(status).toBe(200);
    expect(body.data).toEqual({ rename: { title: 'New', owner: { name: 'Name of p1', email: null } } });
    expect(body.errors).toEqual([{ ...UNAVAILABLE, path: ['rename', 'owner', 'email'] }]);
  });

  it.each<[string, string, Parameters<OpenHub['ask']>[1], object]>([
    [
      'whose purpose is not allowed',
      '{ files { id } }',
      { headers: { 'x-access-purpose': 'checking' } },
      { purpose: 'checking', status: 403, errors: ['PURPOSE_NOT_ALLOWED'], operation: { hash: null } },
    ],
    [
      'whose purpose is of the client’s own invention',
      '{ files { id } }',
      { headers: { 'x-access-purpose': 'jeanne.martin@mail.example' } },
      { purpose: '-', status: 403, errors: ['PURPOSE_NOT_ALLOWED'] },
    ],
    [
      'of which nothing may be shown',
      '{ persons { email } }',
      { token: { claims: { roles: ['nobody'] } } },
      { status: 403, errors: ['OPERATION_ACCESS_DENIED'], operation: { type: 'query' } },
    ],
    [
      'that does not fit the graph',
      '{ nothing }',
      {},
      { status: 400, errors: ['GRAPHQL_VALIDATION_FAILED'], operation: { type: null } },
    ],
  ])('tells of an operation %s', async (_, query, options, expected) => {
    await open.ask(query, options);
    expect(recorded()).toMatchObject({ accesses: [], ...expected });
  });

  it('tells nothing of whoever was not let in', async () => {
    await open.ask('{ files { id } }', { token: { forged: true } });
    expect(open.audit.records).toEqual([]);
  });

  it('is counted in the metrics', async () => {
    await open.ask('{ files { id } }');
    const page = await (await fetch(`${open.hub.url}/metrics`)).text();
    expect(page).toContain('hub_audit_records_total 1');
    expect(page).toContain('hub_audit_waiting 0');
  });
});
