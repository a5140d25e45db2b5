import type { SoapNode } from '../../schema/ports/soap';
import { SoapFailure } from './failure';
import type { Shape } from './shape';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** An element that is being read. */
interface Frame {
  readonly name: string;
  /** `undefined`: the contract does not know this element; it is passed over with all that is in it. */
  readonly shape: Shape | undefined;
  readonly many: boolean;
  readonly nil: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly prefixes: Prefixes;
  readonly values: Record<string, SoapNode | SoapNode[]>;
  text: string;
}

/** Namespace prefixes, innermost first. */
interface Prefixes {
  readonly own: ReadonlyMap<string, string>;
  readonly outer: Prefixes | undefined;
}

const XOP = 'http://www.w3.org/2004/08/xop/include';

/** Where the bytes of an answer's binary elements go. */
export interface BinaryContent {
  /** Takes a piece of base64 as it stands in the element; where absent, the element's value is all of it. */
  readonly inline?: (base64: string) => void;
  /** The element whose pieces went inline has ended. */
  readonly inlineEnd?: () => void;
  /** @returns what an element's value is whose bytes came, or will come, in the part of this `Content-ID`. */
  readonly part: (id: string) => string;
}

/** Takes a parser's events and puts the answer together as its contract declares it. */
export interface AnswerTree {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(): void;
  /** @returns the document's root by its name. */
  end(): { readonly [root: string]: SoapNode };
}

/**
 * Declared simple values become text, declared lists arrays. `xsi:nil` is `null`, an empty element `''`, an absent one
 * no key. Declared attributes are keys `@name`, with the text beside them as `#text`; others are left out, so that an
 * attribute never changes what an element is. Elements that the contract does not know are passed over.
 *
 * Every method throws `SoapFailure` on what the contract forbids.
 */
export function createAnswerTree(document: Shape, maxDepth: number, binary: BinaryContent): AnswerTree {
  const root = frame('', document, false, {}, undefined);
  const stack: Frame[] = [root];
  const top = (): Frame => stack.at(-1) ?? root;

  return {
    open(qualified, attributes) {
      if (stack.length > maxDepth) throw new SoapFailure('AnswerTooDeep');
      const parent = top();
      const prefixes = declared(attributes, parent.prefixes);
      const [prefix, name] = split(qualified);
      if (!parent.shape) return void stack.push(frame(name, undefined, false, {}, prefixes));
      if (parent.shape.kind === 'flat')
        return void stack.push(frame(name, parent.shape, false, {}, prefixes));
      if (parent.shape.kind === 'binary' && name === 'Include' && lookup(prefix, prefixes) === XOP) {
        parent.text += binary.part(contentId(attributes.href));
        return void stack.push(frame(name, undefined, false, {}, prefixes));
      }
      if (parent.shape.kind !== 'object') throw new SoapFailure('AnswerBreaksContract');
      const child = parent.shape.children.get(name);
      const foreign = child?.namespaces && !child.namespaces.includes(lookup(prefix, prefixes) ?? '');
      if (!child || foreign) return void stack.push(frame(name, undefined, false, {}, prefixes));
      if (!child.many && Object.hasOwn(parent.values, name)) throw new SoapFailure('AnswerBreaksContract');
      stack.push(frame(name, child.shape, child.many, attributes, prefixes));
    },

    text(text) {
      const { shape } = top();
      if (stack.length === 1 || shape?.kind === 'object') {
        if (text.trim() !== '')
          throw new SoapFailure(stack.length === 1 ? 'AnswerNotXml' : 'AnswerBreaksContract');
      } else if (shape?.kind === 'binary' && binary.inline) binary.inline(text);
      else if (shape) top().text += text;
    },

    close() {
      const closed = stack.pop();
      const parent = top();
      if (closed?.shape?.kind === 'binary' && !closed.nil) binary.inlineEnd?.();
      if (!closed?.shape || !parent.shape) return;
      if (parent.shape.kind === 'flat') return void (parent.text += `${closed.text} `);
      const value = valueOf(closed, closed.shape);
      const list = parent.values[closed.name];
      if (closed.many && Array.isArray(list)) list.push(value);
      else parent.values[closed.name] = value;
    },

    end() {
      if (stack.length !== 1) throw new SoapFailure('AnswerNotXml');
      return root.values;
    },
  };
}

function frame(
  name: string,
  shape: Shape | undefined,
  many: boolean,
  attributes: Readonly<Record<string, string>>,
  prefixes: Prefixes | undefined,
): Frame {
  const scope = prefixes ?? { own: new Map<string, string>(), outer: undefined };
  const values: Frame['values'] = {};
  for (const [child, declaration] of shape?.children ?? []) if (declaration.many) values[child] = [];
  return { name, shape, many, attributes, prefixes: scope, values, text: '', nil: isNil(attributes, scope) };
}

function valueOf({ nil, text, values, attributes }: Frame, shape: Shape): SoapNode {
  if (nil) return null;
  const plain = shape.kind === 'collapsed' || shape.kind === 'binary' ? text.trim() : text;
  if (shape.attributes.size === 0) return shape.kind === 'object' ? values : plain;
  const own = Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => shape.attributes.has(name))
      .map(([name, value]) => [`@${name}`, value]),
  );
  return shape.kind === 'object' ? { ...values, ...own } : { '#text': plain, ...own };
}

function isNil(attributes: Readonly<Record<string, string>>, prefixes: Prefixes): boolean {
  return Object.entries(attributes).some(([name, value]) => {
    const [prefix, local] = split(name);
    return local === 'nil' && lookup(prefix, prefixes) === XSI && ['true', '1'].includes(value.trim());
  });
}

function declared(attributes: Readonly<Record<string, string>>, outer: Prefixes): Prefixes {
  const own = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'xmlns') own.set('', value);
    else if (name.startsWith('xmlns:')) own.set(name.slice(6), value);
  }
  return own.size === 0 ? outer : { own, outer };
}

function lookup(prefix: string, prefixes: Prefixes | undefined): string | undefined {
  for (let at = prefixes; at; at = at.outer) {
    const found = at.own.get(prefix);
    if (found !== undefined) return found;
  }
  return undefined;
}

function split(qualified: string): [prefix: string, local: string] {
  const colon = qualified.indexOf(':');
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)];
}

/** @returns the `Content-ID` that a `cid:` address names. */
function contentId(href = ''): string {
  try {
    return decodeURIComponent(href.replace(/^cid:/, ''));
  } catch {
    throw new SoapFailure('AnswerBreaksContract');
  }
}
