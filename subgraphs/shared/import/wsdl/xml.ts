/** One element of a contract's document; its attributes are keys that begin with `$`. */
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

/** Everything that one contract is made of. */
export interface ContractDocuments {
  /** `wsdl:definitions` elements, the first one first. */
  readonly definitions: readonly XmlNode[];
  readonly schemas: readonly { readonly namespace: string; readonly root: XmlNode }[];
}

export const XSD = 'http://www.w3.org/2001/XMLSchema';

/** A name and the namespace that it stands in. */
export interface QName {
  readonly namespace: string;
  readonly local: string;
}

/** @param inherited the namespace of names without prefix where no default is declared. */
export function qname(text: string, at: XmlNode, inherited = ''): QName {
  const colon = text.indexOf(':');
  const [prefix, local] = colon < 0 ? ['', text] : [text.slice(0, colon), text.slice(colon + 1)];
  return { namespace: at.xmlns[prefix] ?? (prefix === '' ? inherited : ''), local };
}

/** @returns all children of that name, in whatever namespace of a contract's own vocabulary. */
export const childrenOf = (node: XmlNode, ...names: readonly string[]): readonly XmlNode[] =>
  node.children.filter(({ name }) => names.includes(name));

/** @returns the first child of that name. */
export const childOf = (node: XmlNode, ...names: readonly string[]): XmlNode | undefined =>
  childrenOf(node, ...names)[0];

/** @returns what the contract says about something, in words. */
export function documentationOf(node: XmlNode | undefined): string | undefined {
  const found = node && (childOf(node, 'documentation') ?? documentationIn(childOf(node, 'annotation')));
  return found && allText(found);
}

const documentationIn = (annotation: XmlNode | undefined): XmlNode | undefined =>
  annotation && childOf(annotation, 'documentation');

const allText = (node: XmlNode): string => [node.text, ...node.children.map(allText)].join(' ').trim();
