import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element with its namespace resolved, read by another parser than the caller's. */
export interface XmlElement {
  /** `{namespace}local`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

type Ordered = Record<string, unknown> & { ':@'?: Record<string, string> };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true, // character references are only read with these
  trimValues: false,
});

/** @throws {Error} not well-formed, or a prefix that nothing declares. */
export function parseXml(text: string): XmlElement {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(valid.err.msg);
  const root = (parser.parse(text) as Ordered[]).find((node) => !('?xml' in node));
  if (!root) throw new Error('no root element');
  return element(root, {});
}

function element(node: Ordered, outer: Readonly<Record<string, string>>): XmlElement {
  const attributes = node[':@'] ?? {};
  const prefixes = { ...outer };
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'xmlns') prefixes[''] = value;
    else if (name.startsWith('xmlns:')) prefixes[name.slice(6)] = value;
  }
  const qualified = Object.keys(node).find((key) => key !== ':@') ?? '';
  const content = node[qualified] as Ordered[];
  return {
    name: resolve(qualified, prefixes),
    attributes: Object.fromEntries(
      Object.entries(attributes)
        .filter(([name]) => !name.startsWith('xmlns'))
        .map(([name, value]) => [name.includes(':') ? resolve(name, prefixes) : name, value]),
    ),
    children: content.filter((child) => !('#text' in child)).map((child) => element(child, prefixes)),
    text: content.map((child) => (child['#text'] as string | undefined) ?? '').join(''),
  };
}

function resolve(qualified: string, prefixes: Readonly<Record<string, string>>): string {
  const [prefix = '', local] = qualified.includes(':') ? qualified.split(':') : ['', qualified];
  const namespace = prefixes[prefix];
  if (prefix && namespace === undefined) throw new Error(`undeclared prefix ${prefix}`);
  return `{${namespace ?? ''}}${local ?? ''}`;
}

/** @returns the only child of that name. @throws {Error} there is none, or more than one. */
export function only(parent: XmlElement, name: string): XmlElement {
  const found = parent.children.filter((child) => child.name === name);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} × ${name} in ${parent.name}`);
  return found[0];
}

/** @throws {Error} saying both. */
export function expect(actual: unknown, wanted: string | number | RegExp): void {
  const right = wanted instanceof RegExp ? wanted.test(String(actual)) : actual === wanted;
  if (!right) throw new Error(`${String(actual)} is not ${String(wanted)}`);
}
