import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element with its namespace resolved: what a reader that knows nothing of SOAP sees. */
export interface XmlElement {
  /** The namespace URI; `''` where there is none. */
  readonly namespace: string;
  readonly name: string;
  /** By local name where the attribute has no namespace, by `{uri}local` where it has. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own character data, children's left out, references decoded. */
  readonly text: string;
  /** Prefixes in force here, for values that are qualified names. */
  readonly prefixes: ReadonlyMap<string, string>;
}

/** The text is not one well-formed XML document, or holds a DOCTYPE. */
export class XmlError extends Error {}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
});

type Raw = Record<string, unknown>;

/** @throws {XmlError} not well-formed, an undeclared prefix or entity, a DOCTYPE. */
export function parseXml(text: string): XmlElement {
  if (text.includes('<!DOCTYPE')) throw new XmlError('a DOCTYPE is not accepted');
  const validity = XMLValidator.validate(text);
  if (validity !== true) throw new XmlError(validity.err.msg);
  const roots = (parser.parse(text) as Raw[]).filter((node) => !('#text' in node));
  const [root] = roots;
  if (!root || roots.length > 1) throw new XmlError('one root element is expected');
  return element(root, new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]));
}

/** @returns the first child of that name, in that namespace where one is given. */
export function childOf(parent: XmlElement, name: string, namespace?: string): XmlElement | undefined {
  return parent.children.find(
    (child) => child.name === name && (namespace === undefined || child.namespace === namespace),
  );
}

/** @returns the texts of all children of that name, in order. */
export function textsOf(parent: XmlElement, name: string): string[] {
  return parent.children.filter((child) => child.name === name).map((child) => child.text);
}

/** @returns the text of the first child of that name; `undefined` where it is absent. */
export function textOf(parent: XmlElement, name: string): string | undefined {
  return childOf(parent, name)?.text;
}

/** Writes character data so that it reads back the same. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function element(raw: Raw, outer: ReadonlyMap<string, string>): XmlElement {
  const tag = Object.keys(raw).find((key) => key !== ':@') ?? '';
  const written = Object.entries((raw[':@'] ?? {}) as Record<string, string>);
  const prefixes = new Map(outer);
  for (const [name, value] of written) {
    if (name === 'xmlns') prefixes.set('', decode(value));
    else if (name.startsWith('xmlns:')) prefixes.set(name.slice(6), decode(value));
  }
  const attributes = new Map<string, string>();
  for (const [name, value] of written) {
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
    const [namespace, local] = name.includes(':') ? qualify(name, prefixes) : ['', name];
    attributes.set(namespace === '' ? local : `{${namespace}}${local}`, decode(value));
  }
  const [namespace, name] = qualify(tag, prefixes);
  const inside = raw[tag] as Raw[];
  return {
    namespace,
    name,
    attributes,
    prefixes,
    children: inside
      .filter((node) => !('#text' in node) && !('#cdata' in node))
      .map((node) => element(node, prefixes)),
    text: inside.map(characterData).join(''),
  };
}

function characterData(node: Raw): string {
  if ('#text' in node) return decode(String(node['#text']));
  if ('#cdata' in node) return (node['#cdata'] as Raw[]).map((part) => String(part['#text'])).join('');
  return '';
}

/** Splits `prefix:local` and finds the prefix's namespace. */
export function qualify(
  name: string,
  prefixes: ReadonlyMap<string, string>,
): [namespace: string, local: string] {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const namespace = prefixes.get(prefix) ?? (prefix === '' ? '' : undefined);
  if (namespace === undefined) throw new XmlError(`the prefix ${prefix} is not declared`);
  return [namespace, name.slice(colon + 1)];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&([^;&]*);?/g, (reference, name: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name) ?? [];
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    const character = Number.isNaN(code) ? ENTITIES[name] : String.fromCodePoint(code);
    if (character === undefined || !reference.endsWith(';')) throw new XmlError('an entity is not declared');
    return character;
  });
}
