import { posix } from 'node:path';

/** A document of a contract, as it was read. */
export interface ReadDocument {
  /** A path or a URL. */
  readonly location: string;
  readonly bytes: Buffer;
}

/** A document as it is kept beside the code. */
export interface VendoredDocument {
  readonly file: string;
  readonly bytes: Buffer;
}

const REFERENCE =
  /(<(?:[\w.-]+:)?(?:import|include|redefine)\b[^>]*?\b(?:schemaLocation|location)\s*=\s*)(["'])(.*?)\2/gs;

/**
 * Brings a contract and all that it imports into one folder, with references that stay in it: nothing is fetched when
 * the hub starts. Nothing else of a document changes, its encoding included.
 *
 * @param documents the WSDL first.
 * @param resolve gives the location of what a document imports.
 */
export function vendor(
  name: string,
  documents: readonly ReadDocument[],
  resolve: (relative: string, from: string) => string,
): VendoredDocument[] {
  const used = new Set<string>();
  const files = new Map(
    documents.map(({ location }, at) => {
      const base = posix.basename(location.split(/[?#]/, 1)[0] ?? '').replace(/[^\w.-]+/g, '-');
      const wanted =
        at === 0 ? `${name}.wsdl` : /\.(xsd|wsdl)$/i.test(base) ? base : `${base || 'schema'}.xsd`;
      const file = used.has(wanted) ? `${at}-${wanted}` : wanted;
      used.add(file);
      return [location, file] as const;
    }),
  );
  return documents.map(({ location, bytes }) => ({
    file: files.get(location) ?? '',
    // Latin-1 keeps every byte as it is.
    bytes: Buffer.from(
      bytes
        .toString('latin1')
        .replace(REFERENCE, (whole, before: string, quote: string, reference: string) => {
          const file = files.get(resolve(reference.replaceAll('&amp;', '&'), location));
          return file === undefined ? whole : `${before}${quote}${file}${quote}`;
        }),
      'latin1',
    ),
  }));
}
