import type { Declared, Schemas, TypeRef } from './schema';
import { documentationOf, qname, type XmlNode } from './xml';

/** One element, attribute or text that a complex type is made of. */
export interface Member {
  /** An element's name, `@attribute`, or `#text`. */
  readonly legacy: string;
  readonly documentation: string | undefined;
  /** The namespace that the element is written in; `''` for none. */
  readonly namespace: string;
  readonly many: boolean;
  readonly required: boolean;
  readonly type: TypeRef;
}

/** How a particle stands: whether a group around it repeats, or may be left out. */
interface Around {
  readonly many: boolean;
  readonly optional: boolean;
}

const ALONE: Around = { many: false, optional: false };
const repeats = ({ $maxOccurs }: XmlNode): boolean =>
  $maxOccurs !== undefined && !['0', '1'].includes($maxOccurs);

/** Types of which nothing can be read by name. */
const OPAQUE = new Set(['anyType', 'anySimpleType']);

/** @returns what a complex type declares, what it extends first, each name once. */
export function membersOf(type: Declared, schemas: Schemas): readonly Member[] {
  const members = new Map<string, Member>();
  collect(type, ALONE, schemas, (member) => {
    const before = members.get(member.legacy);
    // One name in two branches of a choice: it may stand more than once only where one of them lets it.
    members.set(
      member.legacy,
      before ? { ...member, many: before.many || member.many, required: false } : member,
    );
  });
  return [...members.values()].filter(({ type: each }) => each.kind === 'complex' || !OPAQUE.has(each.base));
}

function collect(declared: Declared, around: Around, schemas: Schemas, add: (member: Member) => void): void {
  const { node, namespace } = declared;
  for (const child of node.children) {
    const inner: Around = {
      many: around.many || repeats(child),
      optional: around.optional || child.$minOccurs === '0' || node.name === 'choice',
    };
    const at: Declared = { node: child, namespace };
    switch (child.name) {
      case 'element':
        if (child.$maxOccurs !== '0') addElement(at, inner, schemas, add);
        break;
      case 'attribute':
        addAttribute(at, schemas, add);
        break;
      case 'extension':
      case 'restriction':
        addBase(at, schemas, add);
        collect(at, inner, schemas, add);
        break;
      case 'group':
      case 'attributeGroup': {
        const found = child.$ref && schemas.find(child.name, qname(child.$ref, child, namespace));
        if (found) collect(found, inner, schemas, add);
        break;
      }
      case 'sequence':
      case 'choice':
      case 'all':
      case 'complexContent':
      case 'simpleContent':
        collect(at, inner, schemas, add);
        break;
      default: // Annotations, `any`: nothing that is read by name.
    }
  }
}

function addElement(at: Declared, around: Around, schemas: Schemas, add: (member: Member) => void): void {
  const { node, namespace } = at;
  const target = node.$ref ? schemas.find('element', qname(node.$ref, node, namespace)) : at;
  const legacy = target?.node.$name;
  if (!target || legacy === undefined) return;
  add({
    legacy,
    documentation: documentationOf(node) ?? documentationOf(target.node),
    namespace: schemas.isQualified(target.node) ? target.namespace : '',
    many: around.many,
    required: !around.optional && target.node.$nillable !== 'true' && !around.many,
    type: schemas.typeOf(target),
  });
}

function addAttribute(at: Declared, schemas: Schemas, add: (member: Member) => void): void {
  const { node } = at;
  if (node.$name === undefined || node.$use === 'prohibited') return;
  add({
    legacy: `@${node.$name}`,
    documentation: documentationOf(node),
    namespace: '',
    many: false,
    required: node.$use === 'required',
    type: schemas.typeOf(at),
  });
}

/** What a type extends: another complex type's members, or the text beside attributes. */
function addBase({ node, namespace }: Declared, schemas: Schemas, add: (member: Member) => void): void {
  if (!node.$base) return;
  const type = schemas.typeOf({ node: { ...node, $type: node.$base }, namespace });
  if (type.kind === 'complex') {
    if (node.name === 'extension') collect(type.type, ALONE, schemas, add);
  } else if (!OPAQUE.has(type.base)) {
    const member = { legacy: '#text', documentation: undefined, namespace: '', many: false, required: true };
    add({ ...member, type });
  }
}
