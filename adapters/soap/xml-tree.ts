import { answerText } from './answer-text';
import { openParser } from './parser';

/** One element of a contract's document; its attributes are keys that begin with `$`, e.g. `$maxOccurs`. */
export interface XmlNode {
  /** The local name. */
  readonly name: string;
  readonly namespace: string;
  readonly children: readonly XmlNode[];
  /** All prefixes in force here; `''` is the default namespace. */
  readonly xmlns: Readonly<Record<string, string>>;
  readonly text: string;
  readonly [attribute: `$${string}`]: string | undefined;
}

type Draft = { -readonly [K in keyof XmlNode]: XmlNode[K] } & { children: XmlNode[] };

/** Contracts nest deeper than answers; nobody's nests this deep. */
const MAX_DEPTH = 200;

/**
 * Reads one document of a contract, with the same refusals as an answer's.
 *
 * @throws {Error} not well-formed, a DOCTYPE, an entity, an undeclared prefix.
 */
export function readXml(bytes: Buffer, contentType?: string): XmlNode {
  const parser = openParser();
  const root: Draft = { name: '', namespace: '', children: [], xmlns: { xml: 'xml' }, text: '' };
  const stack = [root];
  parser.on('opentag', ({ name, attributes }) => {
    const parent = stack.at(-1) ?? root;
    if (stack.length > MAX_DEPTH) throw new Error('too deep');
    const xmlns = inForce(attributes, parent.xmlns);
    const [prefix, local] = split(name);
    const namespace = xmlns[prefix] ?? (prefix === '' ? '' : undefined);
    if (namespace === undefined) throw new Error(`undeclared prefix ${prefix}`);
    const own = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`$${key}`, value]));
    const node: Draft = { ...own, name: local, namespace, children: [], xmlns, text: '' };
    parent.children.push(node);
    stack.push(node);
  });
  const add = (text: string): void => void ((stack.at(-1) ?? root).text += text);
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => void stack.pop());
  parser.on('error', () => {
    throw new Error('not well-formed XML');
  });
  parser.write(answerText(bytes, contentType));
  parser.end();
  const [only, ...others] = root.children;
  if (!only || others.length > 0) throw new Error('not one XML document');
  return only;
}

/** @returns the children of that name, in that namespace. */
export const childrenOf = (node: XmlNode, namespace: string, name: string): readonly XmlNode[] =>
  node.children.filter((child) => child.name === name && child.namespace === namespace);

/** @returns `[prefix, local name]` of a qualified name; the prefix is `''` where there is none. */
export function split(qualified: string): [prefix: string, local: string] {
  const colon = qualified.indexOf(':');
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)];
}

function inForce(
  attributes: Readonly<Record<string, string>>,
  outer: XmlNode['xmlns'],
): Readonly<Record<string, string>> {
  const declared = Object.entries(attributes).filter(
    ([name]) => name === 'xmlns' || name.startsWith('xmlns:'),
  );
  if (declared.length === 0) return outer;
  return { ...outer, ...Object.fromEntries(declared.map(([name, uri]) => [name.slice(6), uri])) };
}
