import type { ClaimParties, RelationReader } from '../../../schema/ports/relation';
import type { EvidenceReceipt } from '../../../schema/ports/evidence';
import type { SqlStore } from '../../../schema/ports/store';
import { systemClock } from '../../../schema/kernel/clock';
import { subgraph as documents } from '../../../subgraphs/documents';
import { createEvidenceIntake } from '../../../subgraphs/documents/evidence/intake';
import { openTestStore } from '../../harness/test-store';
import { type callers, ids, type SoapSubgraph, startSoapSubgraph } from '../soap-subgraph';
import { pieces, someText } from './evidence-world';

const REQUEST = `mutation ($input: RequestEvidenceUploadInput!, $key: String!) {
  requestEvidenceUpload(input: $input, idempotencyKey: $key) {
    uploadPath expiresAt evidence { id fileName mimeType sizeBytes state scan uploadedAt } } }`;
const LIST =
  'evidence { id fileName sizeBytes mimeType state scan uploadedAt document { id label sizeBytes } }';

const MINE: ClaimParties = {
  ...{
    customer: '000000000001',
    branch: '00042',
    handler: 'A000001',
    level: 'ADVISER',
    status: 'IN_PROGRESS',
  },
};
/** Claim 1 is the customer's; 2 somebody else's, of another branch; 3 merged; 4 at the mediator. */
const CLAIMS = new Map<string, ClaimParties>([
  ['RC-2026-0000001', MINE],
  ['RC-2026-0000002', { ...MINE, customer: '000000000002', branch: '00099', handler: null }],
  ['RC-2026-0000003', { ...MINE, status: 'MERGED' }],
  ['RC-2026-0000004', { ...MINE, level: 'MEDIATOR', status: 'AT_MEDIATOR' }],
]);
const relations: RelationReader = {
  handlersOf: async () => new Map([['000000000001', ['A000001']]]),
  levelsOf: async (numbers) => new Map(numbers.map((number) => [number, CLAIMS.get(number)?.level ?? ''])),
  mandatesOf: async () => new Map(),
  partiesOf: async (numbers) => new Map([...CLAIMS].filter(([number]) => numbers.includes(number))),
};
const claim = (n: number): string => ids.seal('clm', `RC-2026-000000${n}`);

let store: SqlStore;
let hub: SoapSubgraph;
let sequence = 0;
beforeAll(async () => {
  store = await openTestStore();
  hub = await startSoapSubgraph(documents, {}, async () => store, relations);
});
afterEach(() => hub.mocks.reset());
afterAll(async () => {
  await hub.close();
  await store.close();
});

interface Requested {
  readonly uploadPath: string | null;
  readonly evidence: Record<string, unknown>;
}
const input = { claimId: claim(1), fileName: 'Relevé à 12 €.txt', mimeType: 'text/plain', sizeBytes: 40 };
const newKey = (): string => `evidence-key-${(sequence += 1)}`;
const request = async (caller: keyof typeof callers, changes: Partial<typeof input> = {}, key = newKey()) => {
  const answer = await hub.ask(caller, REQUEST, { input: { ...input, ...changes }, key });
  return { ...answer, given: answer.data?.requestEvidenceUpload as Requested };
};
const upload = (path: string | null, content: Buffer): Promise<EvidenceReceipt> =>
  createEvidenceIntake(async () => store, systemClock).receive({
    ...{ token: path?.replace('/evidence/', '') ?? '', mediaType: undefined, sizeBytes: undefined },
    body: pieces(content),
  });
const listed = async (caller: keyof typeof callers, n: number, selection = LIST) => {
  const { data, errors } = await hub.entities(caller, 'Claim', [claim(n)], selection);
  expect(errors).toEqual([]);
  return { files: (data?._entities as { evidence: Record<string, unknown>[] | null }[])[0]?.evidence };
};

describe('evidence', () => {
  it('is announced, uploaded, scanned or not, deposited, and then a document', async () => {
    const content = someText();
    const { given, errors } = await request('customer');
    expect(errors).toEqual([]);
    expect(given).toEqual({
      uploadPath: expect.stringMatching(/^\/evidence\/[\w-]{43}$/) as string,
      expiresAt: expect.any(String) as string,
      evidence: {
        ...{
          id: expect.stringMatching(/^evd_/) as string,
          fileName: 'Relevé à 12 €.txt',
          mimeType: 'text/plain',
        },
        ...{ sizeBytes: 40, state: 'AWAITING_UPLOAD', scan: null, uploadedAt: null },
      },
    });
    await upload(given.uploadPath, content);
    let file: Record<string, unknown> | undefined;
    while (file?.state !== 'POSTED') {
      await new Promise((resolve) => setTimeout(resolve, 100));
      file = (await listed('customer', 1)).files?.find(({ id }) => id === given.evidence.id);
    }
    expect(file).toMatchObject({
      ...{ state: 'POSTED', scan: 'NOT_SCANNED', uploadedAt: expect.any(String) as string },
      document: { id: expect.stringMatching(/^doc_/) as string, label: 'Relevé à 12 €.txt', sizeBytes: 40 },
    });
    const { data } = await hub.entities(
      'adviser',
      'Claim',
      [claim(1)],
      'documents { edges { node { label } } }',
    );
    expect(data?._entities).toMatchObject([
      { documents: { edges: [{ node: { label: 'Relevé à 12 €.txt' } }] } },
    ]);
  });

  it('asked for again by the same key is the same file under another path, and the first path is void', async () => {
    const key = newKey();
    const first = await request('customer', {}, key);
    const again = await request('customer', {}, key);
    expect(again.given.evidence.id).toBe(first.given.evidence.id);
    expect(again.given.uploadPath).not.toBe(first.given.uploadPath);
    await expect(upload(first.given.uploadPath, someText())).rejects.toMatchObject({ reason: 'UNKNOWN' });
    await upload(again.given.uploadPath, someText());
    const late = await request('customer', {}, key);
    expect(late.given).toMatchObject({
      uploadPath: null,
      expiresAt: null,
      evidence: { id: first.given.evidence.id },
    });
  });

  it('another file under the same key is refused', async () => {
    const key = newKey();
    await request('customer', {}, key);
    const { codes } = await request('customer', { sizeBytes: 41 }, key);
    expect(codes).toEqual({ requestEvidenceUpload: 'IDEMPOTENCY_KEY_REUSED' });
  });
});

describe('who may', () => {
  it.each<[keyof typeof callers, number, unknown]>([
    ['customer', 1, undefined],
    ['adviser', 1, undefined],
    ['officer', 2, undefined],
    ['customer', 2, 'NOT_FOUND'],
    ['adviser', 2, 'NOT_FOUND'],
    ['officer', 9, 'NOT_FOUND'],
    ['officer', 3, 'INVALID_STATE'],
    ['supervisor', 1, 'FIELD_ACCESS_DENIED'],
    ['mediator', 4, 'FIELD_ACCESS_DENIED'],
  ])('%s sends something along with claim %d: %s', async (caller, n, code) => {
    const { codes } = await request(caller, { claimId: claim(n) });
    expect(codes.requestEvidenceUpload).toBe(code);
  });

  it('sees what was sent along, and nobody else', async () => {
    const { given } = await request('officer', { claimId: claim(4) });
    const other = await request('officer', { claimId: claim(2) });
    const sees = async (caller: keyof typeof callers, n: number) =>
      (await listed(caller, n, 'evidence { id state }')).files?.map(({ id }) => id);
    for (const caller of ['customer', 'adviser', 'officer', 'mediator'] as const) {
      expect([caller, await sees(caller, 4)]).toEqual([caller, [given.evidence.id]]);
    }
    expect(await sees('officer', 2)).toContain(other.given.evidence.id);
    for (const caller of ['customer', 'adviser', 'mediator'] as const) {
      expect([caller, await sees(caller, 2)]).toEqual([caller, []]);
    }
    expect((await listed('institute', 4, 'evidence { id }')).files).toEqual([]);
  });

  it('fifty claims cost one statement', async () => {
    const keys = Array.from({ length: 50 }, (_, n) =>
      ids.seal('clm', `RC-2026-00001${String(n).padStart(2, '0')}`),
    );
    const { use, errors } = await hub.entities('officer', 'Claim', keys, 'evidence { state }');
    expect(errors).toEqual([]);
    expect(use).toMatchObject({ calls: 1, keys: 50 });
  });
});

describe('what is not announced', () => {
  it.each<[string, Partial<typeof input>]>([
    ['input.mimeType', { mimeType: 'text/html', fileName: 'a.html' }],
    ['input.mimeType', { mimeType: 'constructor' }],
    ['input.sizeBytes', { sizeBytes: 0 }],
    ['input.sizeBytes', { sizeBytes: 10 * 1024 * 1024 + 1 }],
    ['input.fileName', { fileName: '../../etc/passwd.txt' }],
    ['input.fileName', { fileName: 'facture.pdf' }],
  ])('%s of %j is refused without being repeated', async (argument, changes) => {
    const { errors } = await request('customer', changes);
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
    expect(errors[0]?.message).not.toContain('passwd');
  });

  it('a hundred and first file', async () => {
    await store.query(
      `insert into documents.evidence (reference, claim_number, file_name, mime_type, size_bytes, requested_at, expires_at, state)
       select 'FULL-' || n, 'RC-2026-0000002', 'a.txt', 'text/plain', 1, now(), now(), 'POSTED' from generate_series(1, 100) n`,
    );
    const { codes } = await request('officer', { claimId: claim(2) });
    expect(codes).toEqual({ requestEvidenceUpload: 'INVALID_STATE' });
  });
});
