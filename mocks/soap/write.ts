import type { ElementDeclaration, Particle } from './schema';
import { escapeXml } from './xml';

/** An answer before it is written: `null` for `xsi:nil`, `''` for an empty element, a missing key for an absent one. */
export type Answer = { readonly [element: string]: AnswerValue };
type AnswerValue = string | null | undefined | readonly AnswerValue[] | Answer;

/** How an element's name and an element's declaration of its namespace are spelt. */
export interface Spelling {
  /** Prefix of the service's namespace; `''` writes it as the default namespace. */
  readonly prefix: string;
  /** Lets values through that their type forbids: a service on a bad day. */
  readonly anyValue?: boolean;
}

/**
 * Writes one declared element, children in the order of the contract.
 *
 * @throws {Error} where the answer is not what the contract declares: the imitation itself would be wrong.
 */
export function writeElement(
  declared: ElementDeclaration,
  value: AnswerValue,
  spelling: Spelling,
  attributes = '',
): string {
  const tag = spelling.prefix === '' ? declared.name : `${spelling.prefix}:${declared.name}`;
  if (value === null) {
    if (!declared.nillable) throw new Error(`${declared.name} is not nillable`);
    return `<${tag}${attributes} xsi:nil="true"/>`;
  }
  const inside = writeContent(declared, value, spelling);
  return inside === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${inside}</${tag}>`;
}

function writeContent(declared: ElementDeclaration, value: AnswerValue, spelling: Spelling): string {
  const type = declared.type();
  if (type.kind === 'simple') {
    if (typeof value !== 'string') throw new Error(`${declared.name} is text`);
    const problem = spelling.anyValue ? undefined : type.check(value);
    if (problem !== undefined) throw new Error(`${declared.name} ${problem}`);
    return escapeXml(value);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${declared.name} is a group`);
  const left = new Map(Object.entries(value).filter(([, each]) => each !== undefined));
  const written = writeParticle(type.content, left, spelling);
  for (const name of left.keys()) throw new Error(`${declared.name} declares no ${name}`);
  return written;
}

/** Takes what the particle declares out of `left` and writes it. */
function writeParticle(particle: Particle, left: Map<string, AnswerValue>, spelling: Spelling): string {
  if (particle.kind === 'sequence') {
    return particle.parts.map((part) => writeParticle(part, left, spelling)).join('');
  }
  if (particle.kind === 'choice') {
    const chosen = particle.parts.find((part) => part.kind === 'element' && left.has(part.element.name));
    if (!chosen) throw new Error('no alternative of a choice is present');
    return writeParticle(chosen, left, spelling);
  }
  const { element, min, max } = particle;
  const value = left.get(element.name);
  left.delete(element.name);
  const values: readonly AnswerValue[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (values.length < min || values.length > max)
    throw new Error(`${element.name} occurs ${values.length} times`);
  return values.map((each) => writeElement(element, each, spelling)).join('');
}
