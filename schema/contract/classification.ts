import {
  buildASTSchema,
  type ConstDirectiveNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { PERSONAL_DATA_SPEC, type DataSubject } from '../policy/categories';
import type { Classification, Classified } from '../policy/types';

/** What federation adds to a schema: it holds no data. */
const MACHINERY = /^(_Service|_Entity|_Any|FieldSet|(join|link|core|federation)__.*|__.*)$/;
const MACHINERY_FIELDS = new Set(['_entities', '_service']);

/** Reads the classification out of a supergraph's or a subgraph's text. */
export function classificationOf(sdl: string): Classification {
  return classifySchema(buildASTSchema(parse(sdl), { assumeValidSDL: true }));
}

/** Reads the classification out of a schema that was built from a text with its directives. */
export function classifySchema(schema: GraphQLSchema): Classification {
  return new Map(elementsOf(schema).flatMap(({ coordinate, classified }) => (classified ? [[coordinate, classified]] : [])));
}

/** @returns the coordinates of fields, arguments and input fields without a category, in the schema's order. */
export function unclassified(schema: GraphQLSchema): readonly string[] {
  return elementsOf(schema).flatMap(({ coordinate, classified }) => (classified ? [] : [coordinate]));
}

interface Element {
  readonly coordinate: string;
  readonly classified: Classified | undefined;
}

interface Carrier {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
}

function elementsOf(schema: GraphQLSchema): readonly Element[] {
  const directive = directiveName(schema);
  const elements: Element[] = [];
  const add = (coordinate: string, carrier: Carrier, type?: GraphQLOutputType): void => {
    const classified = read(carrier, directive);
    const target = type && targetOf(type);
    elements.push({ coordinate, classified: classified && target ? { ...classified, target } : classified });
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (MACHINERY.test(type.name)) continue;
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) add(`${type.name}.${field.name}`, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (MACHINERY_FIELDS.has(field.name)) continue;
      add(`${type.name}.${field.name}`, field, field.type);
      for (const argument of field.args) add(`${type.name}.${field.name}(${argument.name}:)`, argument);
    }
  }
  return elements;
}

function targetOf(type: GraphQLOutputType): string | undefined {
  const named = getNamedType(type);
  return isCompositeType(named) ? connectionTarget(named) : undefined;
}

/** @returns a type's own name; of a Relay connection, its nodes' type. */
export function connectionTarget(type: GraphQLCompositeType): string {
  if (!isObjectType(type)) return type.name;
  const { edges } = type.getFields();
  const edge = edges && getNamedType(edges.type);
  const node = isObjectType(edge) ? edge.getFields().node : undefined;
  return node ? getNamedType(node.type).name : type.name;
}

/** The directive's name in this schema: a `@link` may import it under another name, or not at all. */
function directiveName(schema: GraphQLSchema): string {
  const nodes = [schema.astNode, ...schema.extensionASTNodes].flatMap((node) => node?.directives ?? []);
  for (const link of nodes) {
    if (link.name.value !== 'link') continue;
    const valueOf = (name: string) => link.arguments?.find((each) => each.name.value === name)?.value;
    const url = valueOf('url');
    if (url?.kind !== Kind.STRING || !sameSpec(url.value)) continue;
    const imports = valueOf('import');
    for (const item of imports?.kind === Kind.LIST ? imports.values : []) {
      if (item.kind === Kind.STRING && item.value === '@personalData') return 'personalData';
      if (item.kind !== Kind.OBJECT) continue;
      const entry = new Map(item.fields.map(({ name, value }) => [name.value, value]));
      const [from, to] = [entry.get('name'), entry.get('as')];
      if (from?.kind === Kind.STRING && from.value === '@personalData') {
        return to?.kind === Kind.STRING ? to.value.replace(/^@/, '') : 'personalData';
      }
    }
    const as = valueOf('as');
    const namespace = as?.kind === Kind.STRING ? as.value : PERSONAL_DATA_SPEC.split('/').at(-2);
    return `${namespace}__personalData`;
  }
  return 'personalData';
}

const sameSpec = (url: string): boolean => {
  const identity = (text: string): string => text.replace(/\/v\d+\.\d+\/?$/, '');
  return identity(url) === identity(PERSONAL_DATA_SPEC);
};

function read(carrier: Carrier, directive: string): Classified | undefined {
  const node = carrier.astNode?.directives?.find((each) => each.name.value === directive);
  if (!node) return undefined;
  const text = (name: string): string | undefined => {
    const value = node.arguments?.find((each) => each.name.value === name)?.value;
    return value?.kind === Kind.STRING ? value.value : undefined;
  };
  const [category, subject] = [text('category'), text('subject')];
  if (category === undefined) return undefined;
  return subject === undefined ? { category } : { category, subject: subject as DataSubject };
}
