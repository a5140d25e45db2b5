import { LegacyDataError } from '../../schema/kernel/source-errors';
import type { SoapNode } from '../../schema/ports/soap';

/** One element of a SOAP answer, read by names. Every refusal names the place and never the value. */
export interface SoapElement {
  /** @throws {LegacyDataError} absent, nil, or not a simple value. An empty element is `''`. */
  text(name: string): string;
  /** @returns `null` for what these systems write for "none": an absent, a nil, an empty or a blank element. */
  optional(name: string): string | null;
  /** @returns the texts of a repeated simple element, blank ones left out. */
  texts(name: string): readonly string[];
  /** @returns `undefined` where the element is absent or nil: the branch of a choice that was not taken. */
  child(name: string): SoapElement | undefined;
  /** @returns the elements of a repeated element; none where it is absent. */
  children(name: string): readonly SoapElement[];
  /** @returns the name of a child's place, e.g. `personne/langue`, for errors. */
  place(name: string): string;
}

type Fields = { readonly [element: string]: SoapNode };

const isList = (node: SoapNode | undefined): node is readonly SoapNode[] => Array.isArray(node);

/**
 * @param node an answer's body, or an element of one.
 * @param path where it stands, e.g. `personne`; empty for the answer itself.
 * @throws {LegacyDataError} a simple value or a list stands where an element with children should.
 */
export function soapElement(node: SoapNode, path = ''): SoapElement {
  const place = (name: string): string => (path ? `${path}/${name}` : name);
  // An element whose children are all optional and absent is written like an empty text.
  const fields: Fields = node === '' ? {} : fieldsOf(node, path || 'answer');
  const at = (name: string): SoapNode | undefined => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  const many = (name: string): readonly SoapNode[] => {
    const found = at(name);
    if (found === undefined || found === null) return [];
    return isList(found) ? found : [found];
  };
  return {
    place,
    text(name) {
      const found = at(name);
      if (typeof found !== 'string') throw new LegacyDataError(place(name), 'a text');
      return found;
    },
    optional(name) {
      const found = at(name);
      if (found === undefined || found === null) return null;
      if (typeof found !== 'string') throw new LegacyDataError(place(name), 'a text or nothing');
      return found.trim() === '' ? null : found.trim();
    },
    texts: (name) =>
      many(name)
        .map((each) => {
          if (each === null) return '';
          if (typeof each !== 'string') throw new LegacyDataError(place(name), 'a list of texts');
          return each.trim();
        })
        .filter((each) => each !== ''),
    child(name) {
      const found = at(name);
      return found === undefined || found === null ? undefined : soapElement(found, place(name));
    },
    children: (name) => many(name).map((each) => soapElement(each, place(name))),
  };
}

function fieldsOf(node: SoapNode, place: string): Fields {
  if (typeof node !== 'object' || node === null || isList(node)) {
    throw new LegacyDataError(place, 'an element with children');
  }
  return node;
}
