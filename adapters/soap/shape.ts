/**
 * What a contract says an element holds, reduced to what reading needs. Made once from the WSDL; types may be
 * recursive, so shapes can form a circle.
 */
export interface Shape {
  /**
   * `text`: a simple value. `collapsed`: one whose blanks mean nothing (numbers, dates). `binary`: base64, inline or in a
   * part of its own. `flat`: all the text inside, whatever the elements.
   */
  readonly kind: 'text' | 'collapsed' | 'binary' | 'flat' | 'object';
  /** Declared attributes, by local name. */
  readonly attributes: ReadonlySet<string>;
  /** Declared child elements, by local name. */
  readonly children: ReadonlyMap<string, ChildShape>;
}

/** One child element as its parent declares it. */
export interface ChildShape {
  /** It may stand more than once: always read as a list. */
  readonly many: boolean;
  readonly shape: Shape;
  /** Where a request puts it; `''` is no namespace. Answers are read by local names. */
  readonly namespace?: string;
  /** Where given, an element of this name in another namespace is not it. */
  readonly namespaces?: readonly string[];
}

const none: ReadonlySet<string> = new Set();
const childless: ReadonlyMap<string, ChildShape> = new Map();

/** A simple value, as it stood on the wire. */
export const TEXT: Shape = { kind: 'text', attributes: none, children: childless };

/** A simple value without the blanks around it. */
export const COLLAPSED: Shape = { kind: 'collapsed', attributes: none, children: childless };

/** Bytes, as base64. */
export const BINARY: Shape = { kind: 'binary', attributes: none, children: childless };

/** Everything inside, as one text. */
export const FLAT: Shape = { kind: 'flat', attributes: none, children: childless };

/** An object of these children. */
export const objectShape = (children: Readonly<Record<string, ChildShape>>): Shape => ({
  kind: 'object',
  attributes: none,
  children: new Map(Object.entries(children)),
});

/**
 * The same element with only some of what is below it: reading passes over the rest as over what no contract declares.
 *
 * @param paths of children, e.g. `adresse/codePays` or `@type`. What a path leads through is kept; the last element of
 *   a path is kept without its children, unless other paths name those.
 * @throws {TypeError} the contract has no such child: a mistake in the calling code.
 */
export function onlyPaths(shape: Shape, paths: readonly string[], place = ''): Shape {
  const below = new Map<string, string[]>();
  for (const path of paths) {
    const [name = '', ...rest] = path.split('/');
    const deeper = below.get(name) ?? [];
    below.set(name, rest.length > 0 ? [...deeper, rest.join('/')] : deeper);
  }
  const children = new Map<string, ChildShape>();
  for (const [name, deeper] of below) {
    if (name.startsWith('@') && shape.attributes.has(name.slice(1))) continue;
    const child = shape.children.get(name);
    if (!child) throw new TypeError(`${place || 'the answer'} has no ${name}`);
    const whole = child.shape.kind !== 'object';
    children.set(name, { ...child, shape: whole ? child.shape : onlyPaths(child.shape, deeper, name) });
  }
  const attributes = new Set([...shape.attributes].filter((name) => below.has(`@${name}`)));
  return { kind: shape.kind, attributes, children };
}
