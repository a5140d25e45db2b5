import type { DocumentRecord } from '../../../mocks/world/shapes';
import { subgraph as documents } from '../../../subgraphs/documents';
import { ids, type SoapSubgraph, startSoapSubgraph } from '../soap-subgraph';

const claimNumber = (n: number): string => `RC-2026-${String(n).padStart(7, '0')}`;
const claim = (n: number): string => ids.seal('clm', claimNumber(n));
const reference = (n: number): string => `GED${String(n).padStart(17, '0')}`;
const document = (n: number, ofClaim: number, changes: Partial<DocumentRecord> = {}): DocumentRecord => ({
  idDocument: reference(n),
  typeDocument: 'RECL01',
  libelle: 'Relevé à 12 €',
  dateDepot: `2026-01-15T09:${String(n % 60).padStart(2, '0')}:05`,
  formatMime: 'text/plain',
  taille: 5,
  classeRetention: 'RECL5A',
  index: [
    { nom: 'NUMDOSSIER', valeur: claimNumber(ofClaim) },
    { nom: 'NUMTIERS', valeur: '000000000001' },
    { nom: 'CODAGENCE', valeur: '00042' },
  ],
  contenu: 'texte',
  ...changes,
});

/** Claims 1 to 50 have a document each, claim 60 has 450, claim 70 has one of another branch beside its own. */
const world = [
  ...Array.from({ length: 50 }, (_, index) => document(index + 1, index + 1)),
  ...Array.from({ length: 450 }, (_, index) => document(1000 + index, 60)),
  document(2000, 70),
  document(2001, 70, {
    index: [
      { nom: 'NUMDOSSIER', valeur: claimNumber(70) },
      { nom: 'NUMTIERS', valeur: '000000000002' },
      { nom: 'CODAGENCE', valeur: '00099' },
    ],
  }),
];

let hub: SoapSubgraph;
beforeAll(async () => {
  hub = await startSoapSubgraph(documents, { documents: world });
});
afterEach(() => hub.mocks.reset());
afterAll(() => hub.close());

const calls = () => hub.mocks.calls().documents.operations;
const LIST = 'documents { edges { node { id label depositedAt claim { id } } } pageInfo { hasNextPage } }';

interface Claim {
  documents: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor?: string } };
}

describe('documents of claims', () => {
  it('50 claims cost 3 searches of 20, 20 and 10 claim numbers', async () => {
    const keys = Array.from({ length: 50 }, (_, index) => claim(index + 1));
    const { data, errors, use } = await hub.entities('officer', 'Claim', keys, LIST);
    expect(errors).toEqual([]);
    const found = (data?._entities as Claim[]).map((each) => each.documents.edges.map(({ node }) => node));
    expect(found).toEqual(
      keys.map((id, index) => [
        {
          id: ids.seal('doc', reference(index + 1)),
          label: 'Relevé à 12 €',
          depositedAt: `2026-01-15T08:${String((index + 1) % 60).padStart(2, '0')}:05.000Z`,
          claim: { id },
        },
      ]),
    );
    expect(calls()).toMatchObject({ rechercherDocument: { calls: 3 } });
    expect(use).toMatchObject({ calls: 3, keys: 50 });
  });

  it('repeated claims and aliases with other pages cost one search', async () => {
    const { data } = await hub.entities(
      'officer',
      'Claim',
      [claim(1), claim(1), claim(2)],
      'a: documents(first: 1) { edges { cursor } } b: documents { edges { cursor } }',
    );
    expect((data?._entities as unknown[]).length).toBe(3);
    expect(calls().rechercherDocument?.calls).toBe(1);
  });

  it('follows the store over its pages of 200, each of 450 documents once, the oldest first', async () => {
    const found: string[] = [];
    let after: string | undefined;
    for (;;) {
      const { data, use } = await hub.ask(
        'officer',
        `query ($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on Claim {
           documents(first: 100, after: $after) { edges { node { id depositedAt } } pageInfo { hasNextPage endCursor } } } } }`,
        { r: [{ __typename: 'Claim', id: claim(60) }], after },
      );
      expect(use).toMatchObject({ calls: 3, keys: 1 });
      const page = (data?._entities as Claim[])[0]?.documents;
      found.push(...(page?.edges ?? []).map(({ node }) => node.id));
      if (!page?.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(found).toHaveLength(450);
    expect(new Set(found).size).toBe(450);
  });

  it('shows of a claim the documents that the caller may know of', async () => {
    const count = async (caller: 'officer' | 'adviser' | 'customer'): Promise<number | undefined> => {
      const { data } = await hub.entities(caller, 'Claim', [claim(70)], LIST);
      return (data?._entities as Claim[])[0]?.documents.edges.length;
    };
    expect(await count('officer')).toBe(2);
    expect(await count('adviser')).toBe(1);
    expect(await count('customer')).toBe(1);
  });

  it('a claim without documents has an empty page, what is no claim’s key is NOT_FOUND', async () => {
    const { data, codes } = await hub.entities('officer', 'Claim', [claim(999), ids.seal('doc', 'x')], LIST);
    expect(data?._entities).toEqual([{ documents: { edges: [], pageInfo: { hasNextPage: false } } }, null]);
    expect(codes).toEqual({ '_entities.1': 'NOT_FOUND' });
  });

  it('a caller who may know of no document does not make the store be asked', async () => {
    const { data } = await hub.entities('institute', 'Claim', [claim(1)], 'documents { edges { cursor } }');
    expect(data?._entities).toEqual([{ documents: { edges: [] } }]);
    expect(calls()).toEqual({});
  });

  it('one failing search takes its own claims with it, and no others', async () => {
    await hub.mocks.behave({ documents: { kind: 'reset', times: 1 } });
    const keys = Array.from({ length: 50 }, (_, index) => claim(index + 1));
    const { data, errors } = await hub.entities('officer', 'Claim', keys, LIST);
    const failed = (data?._entities as { documents: unknown }[]).filter((each) => each.documents === null);
    expect([10, 20]).toContain(failed.length);
    expect(errors).toHaveLength(failed.length);
    expect(errors[0]?.extensions).toEqual({ code: 'SOURCE_UNAVAILABLE', source: 'document-store' });
  });

  it.each([
    [{ kind: 'down' }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'held' }, 'SOURCE_TIMEOUT'],
    [{ kind: 'unknown-enum' }, 'SOURCE_INVALID_DATA'],
    [{ kind: 'doctype' }, 'SOURCE_INVALID_DATA'],
  ] as const)('on %j the list is null with %s', async (behaviour, code) => {
    await hub.mocks.behave({ documents: behaviour });
    const answer = hub.entities('officer', 'Claim', [claim(1)], LIST);
    if (behaviour.kind === 'held') await hub.late(() => calls().rechercherDocument?.calls === 1);
    const { data, errors } = await answer;
    expect(data?._entities).toEqual([{ documents: null }]);
    expect(errors[0]?.extensions).toMatchObject({ code, source: 'document-store' });
  });
});

describe('a document by key', () => {
  const QUERY = 'query ($id: ID!) { document(id: $id) { id type mimeType sizeBytes } }';

  it('21 documents cost 2 calls', async () => {
    const keys = Array.from({ length: 21 }, (_, index) => ids.seal('doc', reference(index + 1)));
    const { data } = await hub.entities('officer', 'Document', keys, 'id');
    expect(data?._entities).toEqual(keys.map((id) => ({ id })));
    expect(calls().consulterDocuments).toEqual({ calls: 2, keys: [20, 1] });
  });

  it('not there, not visible and a key of another kind look the same', async () => {
    const wrong = [ids.seal('doc', reference(9999)), ids.seal('doc', reference(2001)), claim(1), 'doc_'];
    for (const id of wrong) {
      const { errors } = await hub.ask('adviser', QUERY, { id });
      expect(errors).toEqual([
        { message: 'Document not found.', path: ['document'], extensions: { code: 'NOT_FOUND' } },
      ]);
    }
  });
});
