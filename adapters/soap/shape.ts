/**
 * What a contract says an element holds, reduced to what reading needs. Made once from the WSDL; types may be
 * recursive, so shapes can form a circle.
 */
export interface Shape {
  /** `text`: a simple value. `collapsed`: one whose blanks mean nothing (numbers, dates). `flat`: all the text inside, whatever the elements. */
  readonly kind: 'text' | 'collapsed' | 'flat' | 'object';
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
  /** Where given, an element of this name in another namespace is not it. */
  readonly namespaces?: readonly string[];
}

const none: ReadonlySet<string> = new Set();
const childless: ReadonlyMap<string, ChildShape> = new Map();

/** A simple value, as it stood on the wire. */
export const TEXT: Shape = { kind: 'text', attributes: none, children: childless };

/** A simple value without the blanks around it. */
export const COLLAPSED: Shape = { kind: 'collapsed', attributes: none, children: childless };

/** Everything inside, as one text. */
export const FLAT: Shape = { kind: 'flat', attributes: none, children: childless };

/** An object of these children. */
export const objectShape = (children: Readonly<Record<string, ChildShape>>): Shape => ({
  kind: 'object',
  attributes: none,
  children: new Map(Object.entries(children)),
});
