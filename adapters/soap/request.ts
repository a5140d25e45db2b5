import { BadUserInput } from '../../schema/kernel/errors';
import type { SoapValue } from '../../schema/ports/soap';
import type { Shape } from './shape';

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
 * Escapes text for an element or an attribute.
 *
 * @param place what the error names; the text itself is not repeated.
 * @throws {BadUserInput} a character that XML cannot carry.
 */
export function xmlText(text: string, place: string): string {
  if (FORBIDDEN.test(text)) throw new BadUserInput(place, 'holds a control character, which cannot be sent.');
  return text.replace(/[&<>"\r]/g, (each) => ESCAPES[each] ?? each);
}

/** `soap`'s spelling of a value: escaped by us, because `soap` sends text that looks like a CDATA section as it is. */
export type SoapArgument =
  | { readonly $xml: string }
  | { readonly attributes: { readonly 'xsi:nil': 'true' } }
  | { readonly [element: string]: SoapArgument | readonly SoapArgument[] | undefined };

/**
 * Turns a body into what `soap` writes, after holding it against the contract.
 *
 * @throws {BadUserInput} text that XML cannot carry.
 * @throws {TypeError} an element, or a list, that the contract does not know: a mistake in the calling code.
 */
export function soapArguments(
  body: { readonly [element: string]: SoapValue },
  shape: Shape,
  place: string,
): SoapArgument {
  const unknown = Object.keys(body).find((name) => !shape.children.has(name));
  if (unknown !== undefined) throw new TypeError(`${place} has no element ${unknown}`);
  const elements: Record<string, SoapArgument | readonly SoapArgument[]> = {};
  // In the contract's order: `soap` writes them as they come where the type stands inside the element.
  for (const [name, { many, shape: child }] of shape.children) {
    const value = body[name];
    if (value === undefined) continue;
    const where = `${place}/${name}`;
    if (!Array.isArray(value)) elements[name] = argument(value, child, where);
    else if (many) elements[name] = value.map((item: SoapValue) => argument(item, child, where));
    else throw new TypeError(`${where} is not a list`);
  }
  return elements;
}

function argument(value: SoapValue, shape: Shape, place: string): SoapArgument {
  if (value === null) return { attributes: { 'xsi:nil': 'true' } };
  const isText = typeof value === 'string';
  if (isText !== (shape.kind !== 'object') || value === undefined || Array.isArray(value)) {
    throw new TypeError(`${place} is ${shape.kind === 'object' ? 'an object' : 'text'} in the contract`);
  }
  return isText
    ? { $xml: xmlText(value, place) }
    : soapArguments(value as { readonly [element: string]: SoapValue }, shape, place);
}
