import { LegacyDataError } from '../../schema/kernel/source-errors';
import { code, count, parisInstant } from '../shared/legacy-values';
import type { SoapElement } from '../shared/soap-element';

/** A document as the store describes it, in our spelling. */
export interface DocumentRecord {
  /** `idDocument`, 20 characters. */
  readonly reference: string;
  readonly type: string;
  readonly label: string | null;
  readonly depositedAt: Date;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly retentionClass: string | null;
  /** Index `NUMDOSSIER`; the first, where claims were merged and it stands under both. */
  readonly claimNumber: string | null;
  /** Index `NUMTIERS`. */
  readonly customer: string | null;
  /** Index `CODAGENCE`. */
  readonly branch: string | null;
}

/** The indexes that the contract lists. */
const INDEXES = { NUMDOSSIER: true, NUMTIERS: true, CODAGENCE: true };

/**
 * Reads one `document` of `rechercherDocument` or `consulterDocuments`.
 *
 * @throws {LegacyDataError} a date, a size, a key or an index that is not what the contract says.
 */
export function documentRecord(document: SoapElement): DocumentRecord {
  const { text, optional, place } = document;
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
    type: text('typeDocument').trim(),
    label: optional('libelle'),
    depositedAt: parisInstant(text('dateDepot'), place('dateDepot')),
    mimeType: text('formatMime').trim(),
    sizeBytes: count(text('taille'), place('taille')),
    retentionClass: optional('classeRetention'),
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
