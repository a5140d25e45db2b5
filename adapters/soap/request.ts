import { BadUserInput } from '../../schema/kernel/errors';
import type { SoapValue } from '../../schema/ports/soap';
import type { BodyElement } from './contract';
import type { ChildShape, Shape } from './shape';

/** What XML 1.0 cannot carry, not even escaped; a lone half of a surrogate pair included. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/**
 * Escapes text for an element.
 *
 * @param place what the error names; the text itself is not repeated.
 * @throws {BadUserInput} a character that XML cannot carry.
 */
export function xmlText(text: string, place: string): string {
  if (FORBIDDEN.test(text)) throw new BadUserInput(place, 'holds a control character, which cannot be sent.');
  return text.replace(/[&<>"\r]/g, (each) => ESCAPES[each] ?? each);
}

const attributeText = (text: string, place: string): string =>
  xmlText(text, place).replace(/[\n\t]/g, (each) => `&#${each.charCodeAt(0)};`);

type Fields = { readonly [element: string]: SoapValue };
/** @returns the prefix of a namespace with its colon; nothing for no namespace. */
type PrefixOf = (namespace: string) => string;

/**
 * Writes a request's body element, after holding it against the contract: elements in the contract's order and
 * namespaces, whatever the order of the keys.
 *
 * @param place what errors begin with: the operation.
 * @throws {BadUserInput} text that XML cannot carry.
 * @throws {TypeError} an element, an attribute or a list that the contract does not know: a mistake in the calling code.
 */
export function writeRequest(element: BodyElement, body: Fields, place: string): string {
  const { namespace, name, shape, types } = element;
  const prefixes = new Map<string, string>();
  const prefixOf: PrefixOf = (uri) => {
    if (uri === '') return '';
    if (!prefixes.has(uri)) prefixes.set(uri, `n${prefixes.size}:`);
    return prefixes.get(uri) ?? '';
  };
  const tag = `${prefixOf(namespace)}${name}`;
  const { attributes, inside } = content(body, shape, place, prefixOf, types);
  const declared = [...prefixes].map(
    ([uri, prefix]) => ` xmlns:${prefix.slice(0, -1)}="${attributeText(uri, place)}"`,
  );
  return `<${tag}${declared.join('')}${attributes}>${inside}</${tag}>`;
}

function content(
  body: Fields,
  shape: Shape,
  place: string,
  prefixOf: PrefixOf,
  types?: BodyElement['types'],
): { attributes: string; inside: string } {
  let attributes = '';
  let inside = '';
  for (const [key, value] of Object.entries(body)) {
    if (key === '#text' && shape.kind !== 'object' && typeof value === 'string') {
      inside = xmlText(value, place);
    } else if (key.startsWith('@') && shape.attributes.has(key.slice(1))) {
      if (typeof value === 'string')
        attributes += ` ${key.slice(1)}="${attributeText(value, `${place}/${key}`)}"`;
      else if (value !== undefined) throw new TypeError(`${place}/${key} is text in the contract`);
    } else if (!shape.children.has(key)) throw new TypeError(`${place} has no element ${key}`);
  }
  for (const [name, child] of shape.children) {
    const value = body[name];
    if (value === undefined) continue;
    const where = `${place}/${name}`;
    const type = types?.get(name);
    const typed = type ? ` xsi:type="${prefixOf(type[0])}${type[1]}"` : '';
    const one = (item: SoapValue): string => written(name, item, child, where, prefixOf, typed);
    if (!Array.isArray(value)) inside += one(value);
    else if (child.many) inside += value.map(one).join('');
    else throw new TypeError(`${where} is not a list`);
  }
  return { attributes, inside };
}

function written(
  name: string,
  value: SoapValue,
  { shape, namespace = '' }: ChildShape,
  place: string,
  prefixOf: PrefixOf,
  typed: string,
): string {
  const tag = `${prefixOf(namespace)}${name}`;
  if (value === null) return `<${tag} xsi:nil="true"/>`;
  if (typeof value === 'string' && shape.kind !== 'object')
    return `<${tag}${typed}>${xmlText(value, place)}</${tag}>`;
  const fields = typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : undefined;
  if (!fields || (shape.kind !== 'object' && shape.attributes.size === 0)) {
    throw new TypeError(`${place} is ${shape.kind === 'object' ? 'an object' : 'text'} in the contract`);
  }
  const { attributes, inside } = content(fields, shape, place, prefixOf);
  return `<${tag}${typed}${attributes}>${inside}</${tag}>`;
}
