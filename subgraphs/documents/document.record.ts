import { LegacyDataError } from '../../schema/kernel/source-errors';
import { code, count, parisInstant } from '../shared/legacy-values';
import { type FieldSources, readerOf } from '../shared/projection/field-sources';
import type { Wanted } from '../shared/projection/wanted';
import type { SoapElement } from '../shared/soap-element';

/** What the graph shows of a document itself. */
interface DocumentFields {
  readonly type: string;
  readonly label: string | null;
  readonly depositedAt: Date;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly retentionClass: string | null;
}

/** A document as the store describes it, in our spelling: of its fields those that the operation needs. */
export interface DocumentRecord extends DocumentFields {
  /** `idDocument`, 20 characters. */
  readonly reference: string;
  /** Index `NUMDOSSIER`; the first, where claims were merged and it stands under both. */
  readonly claimNumber: string | null;
  /** Index `NUMTIERS`. */
  readonly customer: string | null;
  /** Index `CODAGENCE`. */
  readonly branch: string | null;
}

/** The indexes that the contract lists. */
const INDEXES = { NUMDOSSIER: true, NUMTIERS: true, CODAGENCE: true, REFEXT: true };

const FIELDS: FieldSources<DocumentFields, SoapElement> = {
  type: { of: ['typeDocument'], read: ({ text }) => text('typeDocument').trim() },
  label: { of: ['libelle'], read: ({ optional }) => optional('libelle') },
  depositedAt: {
    of: ['dateDepot'],
    read: ({ text, place }) => parisInstant(text('dateDepot'), place('dateDepot')),
  },
  mimeType: { of: ['formatMime'], read: ({ text }) => text('formatMime').trim() },
  sizeBytes: { of: ['taille'], read: ({ text, place }) => count(text('taille'), place('taille')) },
  retentionClass: { of: ['classeRetention'], read: ({ optional }) => optional('classeRetention') },
};

/** Its key, and in its indexes whose it is. */
const ALWAYS = ['idDocument', 'index/nom', 'index/valeur'];

/** Reads the `document` elements of one operation's answers. */
export interface DocumentReader {
  /** What has to be kept of an answer. */
  readonly keep: readonly string[];
  /**
   * @param document of `rechercherDocument` or `consulterDocuments`.
   * @throws {LegacyDataError} a date, a size, a key or an index that is not what the contract says.
   */
  read(document: SoapElement): DocumentRecord;
}

/** @param wanted the fields that the operation needs; of a record the others are missing. */
export function documentReader(wanted: Wanted): DocumentReader {
  // A claim's documents stand in the order in which they were filed.
  const ordered: Wanted = (type, field) =>
    wanted(type, field) || (field === 'depositedAt' && wanted('Claim', 'documents'));
  const fields = readerOf('Document', FIELDS, ordered);
  return {
    keep: [...ALWAYS, ...fields.parts].map((part) => `document/${part}`),
    read: (document) => ({ ...fields.read(document), ...ownerOf(document) }),
  };
}

function ownerOf(document: SoapElement): Omit<DocumentRecord, keyof DocumentFields> {
  const { place } = document;
  const indexes = indexesOf(document);
  for (const name of indexes.keys()) code(INDEXES, name, place('index/nom'));
  const only = (name: keyof typeof INDEXES): string | null => {
    const [value, ...others] = indexes.get(name) ?? [];
    // Two owners would leave it open whose document this is.
    if (others.length > 0) throw new LegacyDataError(place('index/valeur'), `one value for ${name}`);
    return value ?? null;
  };
  return {
    reference: documentReference(document),
    claimNumber: indexes.get('NUMDOSSIER')?.values().next().value ?? null,
    customer: only('NUMTIERS'),
    branch: only('CODAGENCE'),
  };
}

/** @returns `document/idDocument`. @throws {LegacyDataError} empty. */
export function documentReference(document: SoapElement): string {
  const reference = document.text('idDocument').trim();
  if (reference === '') throw new LegacyDataError(document.place('idDocument'), 'a document number');
  return reference;
}

/** @returns every claim that a document is filed under, also where the rest of its row cannot be read. */
export const claimNumbersOf = (document: SoapElement): readonly string[] => [
  ...(indexesOf(document).get('NUMDOSSIER') ?? []),
];

/** @returns an index's distinct values, by its name. */
function indexesOf(document: SoapElement): ReadonlyMap<string, ReadonlySet<string>> {
  const indexes = new Map<string, Set<string>>();
  for (const pair of document.children('index')) {
    const name = pair.text('nom').trim();
    const values = indexes.get(name) ?? new Set();
    const value = pair.optional('valeur');
    indexes.set(name, value === null ? values : values.add(value));
  }
  return indexes;
}
