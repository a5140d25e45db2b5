import type { ContractDocuments } from './documents';
import { readSchemas } from './schema-set';
import type { Definitions, SchemaNode } from './schema-shapes';
import { readPorts, type QName } from './wsdl';
import { split } from './xml-tree';

/** What a contract says of one place, in words that are equal where it says the same. */
export interface Said {
  /** e.g. `xsd:string`, `elements`. */
  readonly type: string;
  /** e.g. `1`, `0..1`, `0..20`, `1..n`. */
  readonly occurs: string;
  readonly nillable: boolean;
  /** Enumerated values, in alphabetical order. */
  readonly values: readonly string[];
}

/** A contract as places, e.g. `consulterPersonnesResponse/personne/langue`, and operations by name. */
export interface ContractDescription {
  readonly operations: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, Said>;
}

const XSD = 'http://www.w3.org/2001/XMLSchema';
const FACETS = ['length', 'minLength', 'maxLength', 'pattern', 'totalDigits', 'fractionDigits'];
/** No contract says more; one that does is not worth comparing. */
const MOST_PLACES = 50_000;
/** Simple types that restrict each other stop being looked up here. */
const DEEPEST = 20;

interface Particle {
  readonly node: SchemaNode;
  readonly namespace: string;
  readonly path: string;
  /** What the groups around it say of it. */
  readonly optional: boolean;
  readonly repeated: boolean;
  /** Types and groups around it: one that holds itself is described once. */
  readonly within: readonly SchemaNode[];
}

/** Describes what callers of a contract depend on; names of types and prefixes are not part of it. */
export function describeContract(documents: ContractDocuments): ContractDescription {
  const schemas = readSchemas(documents.schemas);
  const operations = new Map<string, string>();
  const places = new Map<string, Said>();
  for (const { version, operations: offered } of readPorts(documents)) {
    for (const { name, style, soapAction, input, output } of offered) {
      const says = `SOAP ${version}, ${style}, SOAPAction "${soapAction}", ${input.namespace}`;
      operations.set(name, operations.has(name) ? `${operations.get(name) ?? ''}; ${says}` : says);
      for (const part of [...input.parts, ...(output?.parts ?? [])]) {
        const element = part.element && find(schemas, 'elements', part.element);
        const typed = part.type && {
          name: 'element',
          $type: `t:${part.type[1]}`,
          xmlns: { t: part.type[0] },
        };
        const node: SchemaNode | undefined = element ?? typed;
        const path = part.element?.[1] ?? `${name}/${part.name}`;
        const namespace = part.element?.[0] ?? '';
        if (node)
          describe({ node, namespace, path, optional: false, repeated: false, within: [] }, schemas, places);
      }
    }
  }
  return { operations, places };
}

const find = (
  schemas: Definitions,
  kind: keyof Definitions[string],
  [namespace, name]: QName,
): SchemaNode | undefined =>
  Object.hasOwn(schemas[namespace]?.[kind] ?? {}, name) ? schemas[namespace]?.[kind][name] : undefined;

function resolve(name: string, at: SchemaNode, namespace: string): QName {
  const [prefix, local] = split(name.trim());
  return [at.xmlns?.[prefix] ?? namespace, local];
}

function describe(particle: Particle, schemas: Definitions, into: Map<string, Said>): void {
  const { node, path } = particle;
  if (into.has(path)) return;
  if (into.size > MOST_PLACES) throw new Error('the contract has too many places');
  let [element, namespace] = [node, particle.namespace];
  if (node.$ref !== undefined) {
    const at = resolve(node.$ref, node, namespace);
    [element, namespace] = [find(schemas, 'elements', at) ?? node, at[0]];
  }
  const named = element.$type === undefined ? undefined : resolve(element.$type, element, namespace);
  const complex = named
    ? find(schemas, 'complexTypes', named)
    : element.children?.find((child) => child.name === 'complexType');
  const simple = named ?? element.children?.find((child) => child.name === 'simpleType');
  const { type, values } = complex
    ? { type: 'elements', values: [] }
    : simpleType(simple, namespace, schemas);
  into.set(path, { type, values, occurs: occurs(particle), nillable: element.$nillable === 'true' });
  if (!complex || particle.within.includes(complex)) return;
  const inner = { path, namespace: named?.[0] ?? namespace, optional: false, repeated: false };
  const within = [...particle.within, complex];
  for (const child of complex.children ?? []) walk({ ...inner, within, node: child }, schemas, into);
}

function occurs({ node, optional, repeated }: Particle): string {
  const most = repeated || node.$maxOccurs === 'unbounded' ? 'n' : (node.$maxOccurs ?? '1');
  const least = optional ? '0' : (node.$minOccurs ?? '1');
  return least === most ? least : `${least}..${most}`;
}

/** Takes what stands between an element and the elements inside it. */
function walk(particle: Particle, schemas: Definitions, into: Map<string, Said>): void {
  const { node, namespace, path } = particle;
  const optional = particle.optional || node.$minOccurs === '0' || node.name === 'choice';
  const repeated = particle.repeated || !['0', '1', undefined].includes(node.$maxOccurs);
  const inside = (parent: SchemaNode | undefined, at: string): void => {
    if (!parent || particle.within.includes(parent)) return;
    const within = parent === node ? particle.within : [...particle.within, parent];
    for (const child of parent.children ?? []) {
      walk({ node: child, namespace: at, path, optional, repeated, within }, schemas, into);
    }
  };
  switch (node.name) {
    case 'element': {
      const [, name] = split(node.$ref ?? node.$name ?? '');
      return describe({ ...particle, path: `${path}/${name}` }, schemas, into);
    }
    case 'attribute': {
      const [, name] = split(node.$ref ?? node.$name ?? '');
      const type = node.$type === undefined ? undefined : resolve(node.$type, node, namespace);
      const said = simpleType(type, namespace, schemas);
      into.set(`${path}/@${name}`, {
        ...said,
        occurs: node.$use === 'required' ? '1' : '0..1',
        nillable: false,
      });
      return;
    }
    case 'group':
    case 'attributeGroup': {
      const at = resolve(node.$ref ?? '', node, namespace);
      return inside(find(schemas, node.name === 'group' ? 'groups' : 'attributeGroups', at), at[0]);
    }
    case 'extension': {
      const at = resolve(node.$base ?? '', node, namespace);
      inside(find(schemas, 'complexTypes', at), at[0]);
      return inside(node, namespace);
    }
    case 'sequence':
    case 'choice':
    case 'all':
    case 'complexContent':
    case 'simpleContent':
    case 'restriction':
      return inside(node, namespace);
    default: // Annotations, `any`.
  }
}

/** @returns the built-in type below, with what restricts it. */
function simpleType(
  type: QName | SchemaNode | undefined,
  namespace: string,
  schemas: Definitions,
  depth = 0,
): Pick<Said, 'type' | 'values'> {
  if (type === undefined || depth > DEEPEST) return { type: 'any', values: [] };
  if (isName(type) && type[0] === XSD) return { type: `xsd:${type[1]}`, values: [] };
  const node = isName(type) ? find(schemas, 'types', type) : type;
  const restriction = node?.children?.find((child) => child.name === 'restriction');
  if (!restriction) return { type: node?.children?.[0]?.name ?? 'any', values: [] };
  const at = isName(type) ? type[0] : namespace;
  const base = simpleType(resolve(restriction.$base ?? '', restriction, at), at, schemas, depth + 1);
  const children = restriction.children ?? [];
  const facets = children
    .filter(({ name }) => FACETS.includes(name ?? ''))
    .map(({ name, $value }) => `${name ?? ''} ${$value ?? ''}`);
  const values = children.filter(({ name }) => name === 'enumeration').map(({ $value }) => $value ?? '');
  return {
    type: facets.length === 0 ? base.type : `${base.type} (${facets.sort().join(', ')})`,
    values: values.length === 0 ? base.values : values.sort(),
  };
}

const isName = (type: QName | SchemaNode): type is QName => Array.isArray(type);
