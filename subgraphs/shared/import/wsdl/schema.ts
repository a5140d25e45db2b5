import { childOf, childrenOf, type ContractDocuments, qname, type QName, type XmlNode, XSD } from './xml';

/** A declaration and the namespace that names without prefix belong to in it. */
export interface Declared {
  readonly node: XmlNode;
  readonly namespace: string;
}

/** A built-in simple type by its local name, with what narrows it; or a complex type. */
export type TypeRef =
  | { readonly kind: 'simple'; readonly base: string; readonly facets: readonly XmlNode[] }
  | { readonly kind: 'complex'; readonly type: Declared; readonly name?: string };

/** All schemas of one contract, by name. */
export interface Schemas {
  find(
    kind: 'element' | 'complexType' | 'simpleType' | 'group' | 'attributeGroup',
    name: QName,
  ): Declared | undefined;
  /** The type of an element, an attribute or a message's part. */
  typeOf(declared: Declared): TypeRef;
  typeNamed(type: QName): TypeRef;
  /** Whether an element is written with its namespace. */
  isQualified(element: XmlNode): boolean;
}

/** @returns an index of everything that the schemas declare at their top. */
export function createSchemas({ schemas }: ContractDocuments): Schemas {
  const declared = new Map<string, Declared>();
  const qualified = new WeakSet<XmlNode>();
  for (const { namespace, root } of schemas) {
    if (root.$elementFormDefault === 'qualified') rememberAll(root, qualified);
    for (const node of root.children) {
      const key = `${node.name} {${namespace}}${node.$name ?? ''}`;
      if (!declared.has(key)) declared.set(key, { node, namespace });
      if (node.name === 'element') qualified.add(node);
    }
  }
  const find: Schemas['find'] = (kind, { namespace, local }) =>
    declared.get(`${kind} {${namespace}}${local}`);

  const named = (type: QName): TypeRef => {
    if (type.namespace === XSD) return { kind: 'simple', base: type.local, facets: [] };
    const complex = find('complexType', type);
    if (complex) return { kind: 'complex', type: complex, name: type.local };
    const simple = find('simpleType', type);
    return simple ? narrowed(simple) : { kind: 'simple', base: 'string', facets: [] };
  };

  /** A list or a union is read as the text that it is. */
  const narrowed = ({ node, namespace }: Declared): TypeRef => {
    const restriction = childOf(node, 'restriction');
    if (!restriction) return { kind: 'simple', base: 'string', facets: [] };
    const inner = childOf(restriction, 'simpleType');
    const base = restriction.$base
      ? named(qname(restriction.$base, restriction, namespace))
      : inner && narrowed({ node: inner, namespace });
    const below = base?.kind === 'simple' ? base : { base: 'string', facets: [] };
    return { kind: 'simple', base: below.base, facets: [...restriction.children, ...below.facets] };
  };

  return {
    find,
    typeNamed: named,
    typeOf({ node, namespace }) {
      if (node.$type) return named(qname(node.$type, node, namespace));
      const complex = childOf(node, 'complexType');
      if (complex) return { kind: 'complex', type: { node: complex, namespace } };
      const simple = childOf(node, 'simpleType');
      return simple ? narrowed({ node: simple, namespace }) : { kind: 'simple', base: 'anyType', facets: [] };
    },
    isQualified: (element) =>
      element.$form === undefined ? qualified.has(element) : element.$form === 'qualified',
  };
}

function rememberAll(node: XmlNode, into: WeakSet<XmlNode>): void {
  if (node.name === 'element') into.add(node);
  for (const child of childrenOf(
    node,
    ...[
      'element',
      'complexType',
      'sequence',
      'choice',
      'all',
      'group',
      'complexContent',
      'extension',
      'restriction',
    ],
  ))
    rememberAll(child, into);
}
