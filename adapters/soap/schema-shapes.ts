import { BINARY, COLLAPSED, FLAT, TEXT, type ChildShape, type Shape } from './shape';
import { split } from './xml-tree';

/** What is read of a schema's tree: attributes carry a `$`, `name` is the XSD element's local name. */
export interface SchemaNode {
  readonly name?: string;
  readonly $name?: string;
  readonly $type?: string;
  readonly $ref?: string;
  readonly $base?: string;
  readonly $maxOccurs?: string;
  readonly $minOccurs?: string;
  readonly $form?: string;
  readonly $nillable?: string;
  readonly $use?: string;
  readonly $value?: string;
  readonly children?: readonly SchemaNode[];
  readonly xmlns?: Readonly<Record<string, string>>;
}

/** All schemas of one target namespace, merged. */
export interface SchemaSet {
  readonly elements: Readonly<Record<string, SchemaNode>>;
  readonly complexTypes: Readonly<Record<string, SchemaNode>>;
  readonly types: Readonly<Record<string, SchemaNode>>;
  readonly groups: Readonly<Record<string, SchemaNode>>;
  readonly attributeGroups: Readonly<Record<string, SchemaNode>>;
}

/** Schemas by target namespace. */
export type Definitions = Readonly<Record<string, SchemaSet>>;

const XSD = 'http://www.w3.org/2001/XMLSchema';
/** Built-in types in which a blank is a character of the value. */
const SPACED = new Set(['string', 'normalizedString']);

type Draft = { kind: Shape['kind']; attributes: Set<string>; children: Map<string, ChildShape> };
type Kind = keyof SchemaSet;

/**
 * Derives shapes from declarations: `maxOccurs` above 1 makes a list, on the element or on a group around it.
 *
 * @returns a function from an element's declaration and the namespace that it stands in to its shape.
 */
export function createShapes(schemas: Definitions): (element: SchemaNode, namespace: string) => Shape {
  const known = new Map<SchemaNode, Draft>();
  /** Types and groups that are being taken in: one that takes itself in is taken in once. */
  const within = new Set<SchemaNode>();

  /** @returns `[namespace, local name]`; a name that nothing puts elsewhere is looked for where it stands. */
  const resolve = (name: string, at: SchemaNode, namespace: string): [string, string] => {
    const [prefix, local] = split(name.trim());
    return [at.xmlns?.[prefix] ?? namespace, local];
  };

  const find = (kind: Kind, [namespace, name]: [string, string]): SchemaNode | undefined => {
    const found = schemas[namespace]?.[kind];
    return found && Object.hasOwn(found, name) ? found[name] : undefined;
  };

  const simple = (type: string, at: SchemaNode, namespace: string): Shape => {
    const resolved = resolve(type, at, namespace);
    const base = find('types', resolved)?.children?.find((child) => child.name === 'restriction');
    if (base?.$base) return simple(base.$base, base, resolved[0]);
    if (resolved[0] === XSD && resolved[1] === 'anyType') return FLAT;
    if (resolved[0] === XSD && resolved[1] === 'base64Binary') return BINARY;
    return resolved[0] === XSD && !SPACED.has(resolved[1]) ? COLLAPSED : TEXT;
  };

  const shapeOf = (element: SchemaNode, namespace: string): Shape => {
    if (element.$type) {
      const type = resolve(element.$type, element, namespace);
      const complex = find('complexTypes', type);
      return complex ? complexShape(complex, type[0]) : simple(element.$type, element, namespace);
    }
    const inline = element.children?.find((child) => child.name === 'complexType');
    if (inline) return complexShape(inline, namespace);
    const base = element.children
      ?.find((child) => child.name === 'simpleType')
      ?.children?.find((child) => child.name === 'restriction');
    return base?.$base ? simple(base.$base, base, namespace) : TEXT;
  };

  const complexShape = (type: SchemaNode, namespace: string): Shape => {
    let draft = known.get(type);
    if (!draft) {
      known.set(type, (draft = { kind: 'object', attributes: new Set(), children: new Map() }));
      for (const child of type.children ?? []) collect(child, namespace, false, draft);
    }
    return draft;
  };

  const takeIn = (node: SchemaNode, namespace: string, many: boolean, into: Draft): void => {
    if (within.has(node)) return;
    within.add(node);
    for (const child of node.children ?? []) collect(child, namespace, many, into);
    within.delete(node);
  };

  /** Adds what one particle declares; `repeated` says that a group around it may stand more than once. */
  const collect = (node: SchemaNode, namespace: string, repeated: boolean, into: Draft): void => {
    const many = repeated || (node.$maxOccurs !== undefined && !['0', '1'].includes(node.$maxOccurs));
    const inside = () => node.children?.forEach((child) => collect(child, namespace, many, into));
    switch (node.name ?? '') {
      case 'element': {
        const at = node.$ref
          ? resolve(node.$ref, node, namespace)
          : ([namespace, node.$name ?? ''] as [string, string]);
        const element = node.$ref ? find('elements', at) : node;
        const own = node.$ref !== undefined || node.$form === 'qualified' ? at[0] : '';
        if (element) into.children.set(at[1], { many, shape: shapeOf(element, at[0]), namespace: own });
        return;
      }
      case 'attribute':
        if (node.$name) into.attributes.add(node.$name);
        return;
      case 'group':
      case 'attributeGroup': {
        const at = node.$ref ? resolve(node.$ref, node, namespace) : undefined;
        const group = at && find(node.name === 'group' ? 'groups' : 'attributeGroups', at);
        if (group) takeIn(group, at[0], many, into);
        return;
      }
      case 'simpleContent': {
        const content = node.children?.find(
          (child) => child.name === 'extension' || child.name === 'restriction',
        );
        if (!content?.$base) return;
        const at = resolve(content.$base, content, namespace);
        const base = find('complexTypes', at);
        const shape = base ? complexShape(base, at[0]) : simple(content.$base, content, namespace);
        into.kind = shape.kind;
        for (const each of shape.attributes) into.attributes.add(each);
        for (const child of content.children ?? []) collect(child, namespace, false, into);
        return;
      }
      case 'extension': {
        const at = resolve(node.$base ?? '', node, namespace);
        const base = find('complexTypes', at);
        if (base) takeIn(base, at[0], false, into);
        return inside();
      }
      case 'sequence':
      case 'choice':
      case 'all':
      case 'complexContent':
      case 'restriction':
        return inside();
      default: // Annotations, `any`: nothing that is read by name.
    }
  };

  return shapeOf;
}
