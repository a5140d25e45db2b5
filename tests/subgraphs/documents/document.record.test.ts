import type { SoapNode } from '../../../schema/ports/soap';
import { claimNumbersOf, documentReader } from '../../../subgraphs/documents/document.record';
import { wantsAll } from '../../../subgraphs/shared/projection/wanted';
import { soapElement } from '../../../subgraphs/shared/soap-element';

const index = (...pairs: [string, string][]): SoapNode => pairs.map(([nom, valeur]) => ({ nom, valeur }));

const document = (changes: Record<string, SoapNode> = {}) =>
  soapElement(
    {
      idDocument: 'GED20260115000000001',
      typeDocument: 'RECL01',
      libelle: 'Lettre',
      dateDepot: '2026-01-15T00:10:00',
      formatMime: 'application/pdf',
      taille: '120034',
      classeRetention: 'RECL5A',
      index: index(['NUMDOSSIER', 'RC-2026-0000001'], ['NUMTIERS', '000000000001'], ['CODAGENCE', '00042']),
      ...changes,
    },
    'document',
  );

const reader = documentReader(wantsAll);

describe('a document of the store', () => {
  it('reads with its owner, its branch and the Paris midnight on its own day', () => {
    expect(reader.read(document())).toEqual({
      reference: 'GED20260115000000001',
      type: 'RECL01',
      label: 'Lettre',
      depositedAt: new Date('2026-01-14T23:10:00.000Z'),
      mimeType: 'application/pdf',
      sizeBytes: 120034,
      retentionClass: 'RECL5A',
      claimNumber: 'RC-2026-0000001',
      customer: '000000000001',
      branch: '00042',
    });
  });

  it('without indexes it belongs to nobody', () => {
    const record = reader.read(document({ index: [] }));
    expect(record).toMatchObject({ claimNumber: null, customer: null, branch: null });
  });

  it('may stand under several claims', () => {
    const merged = document({ index: index(['NUMDOSSIER', 'A'], ['NUMDOSSIER', 'B'], ['NUMDOSSIER', 'A']) });
    expect(claimNumbersOf(merged)).toEqual(['A', 'B']);
    expect(reader.read(merged).claimNumber).toBe('A');
  });

  it.each<[string, Record<string, SoapNode>, string]>([
    ['two owners', { index: index(['NUMTIERS', '1'], ['NUMTIERS', '2']) }, 'document/index/valeur'],
    ['an unknown index', { index: index(['NUMZZZ', '1']) }, 'document/index/nom'],
    ['a date', { dateDepot: 'hier' }, 'document/dateDepot'],
    ['a size', { taille: '12 Ko' }, 'document/taille'],
    ['no number', { idDocument: ' ' }, 'document/idDocument'],
  ])('refuses %s by its place', (_, changes, place) => {
    expect(() => reader.read(document(changes))).toThrow(`${place} is not`);
  });
});
