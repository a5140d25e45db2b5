import { XSD, type SchemaDocument } from './documents';
import type { Definitions, SchemaNode } from './schema-shapes';
import type { XmlNode } from './xml-tree';

type Kind = 'elements' | 'complexTypes' | 'types' | 'groups' | 'attributeGroups';
type Draft = Record<Kind, Record<string, SchemaNode>>;

const KINDS: Readonly<Record<string, Kind>> = {
  element: 'elements',
  complexType: 'complexTypes',
  simpleType: 'types',
  group: 'groups',
  attributeGroup: 'attributeGroups',
};

/** Puts all schemas of one namespace together; what two of them declare alike is taken from the first. */
export function readSchemas(documents: readonly SchemaDocument[]): Definitions {
  const schemas: Record<string, Draft> = {};
  for (const { namespace, root } of documents) {
    const set = (schemas[namespace] ??= {
      elements: {},
      complexTypes: {},
      types: {},
      groups: {},
      attributeGroups: {},
    });
    const form = root.$elementFormDefault === 'qualified' ? 'qualified' : 'unqualified';
    for (const node of root.children) {
      const kind = node.namespace === XSD ? KINDS[node.name] : undefined;
      if (kind && node.$name !== undefined) set[kind][node.$name] ??= withForm(node, form);
    }
  }
  return schemas;
}

/** Local elements are in their schema's namespace or in none: said on each, so that it need not be looked up. */
function withForm(node: XmlNode, form: string): SchemaNode {
  const children = node.children.map((child) => withForm(child, form));
  return { ...node, children, ...(node.name === 'element' ? { $form: node.$form ?? form } : {}) };
}
