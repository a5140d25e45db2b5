import {
  buildASTSchema,
  type ConstDirectiveNode,
  getNamedType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { classifySchema, connectionTarget } from '../../schema/contract/classification';
import type { Classification } from '../../schema/policy/types';

/** What the commands know of the graph beside the rules. */
export interface Graph {
  readonly schema: GraphQLSchema;
  readonly classification: Classification;
  /** The types whose objects row rules are asked about: those with a key. */
  readonly entities: ReadonlySet<string>;
  /** The entities that an object of a type belongs to: itself where it is one; none for roots and pages. */
  ownersOf(typeName: string): readonly string[];
  /** The subgraphs that answer a field, e.g. `accounts`. */
  subgraphsOf(coordinate: string): readonly string[];
  /** Where a field's value comes from, where its description says it: `Db2 TCPT0010.CPT_SLD`. */
  sourceOf(coordinate: string): string | undefined;
}

type Fielded = GraphQLObjectType | GraphQLInterfaceType;
const isFielded = (type: GraphQLNamedType | undefined): type is Fielded =>
  isObjectType(type) || isInterfaceType(type);

/** Reads a supergraph. */
export function readGraph(sdl: string): Graph {
  const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });
  const types = Object.values(schema.getTypeMap()).filter(isFielded);
  const roots = new Set([schema.getQueryType(), schema.getMutationType()]);
  const entities = new Set(types.filter(hasKey).map(({ name }) => name));
  const parents = new Map<string, Set<Fielded>>();
  for (const type of types) {
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type).name;
      parents.set(target, (parents.get(target) ?? new Set()).add(type));
    }
  }

  function ownersOf(typeName: string): readonly string[] {
    const type = schema.getType(typeName);
    if (!isFielded(type) || connectionTarget(type) !== typeName) return [];
    const owners = new Set<string>();
    const seen = new Set<Fielded>();
    const visit = (each: Fielded): void => {
      if (seen.has(each) || roots.has(each as GraphQLObjectType)) return;
      seen.add(each);
      if (entities.has(each.name)) owners.add(each.name);
      else parents.get(each.name)?.forEach(visit);
    };
    visit(type);
    return [...owners].sort();
  }

  const names = graphNames(schema);
  const find = (coordinate: string) => {
    const [typeName = '', fieldName = ''] = coordinate.split(/[.(]/);
    const type = schema.getType(typeName);
    return isFielded(type) ? { type, field: type.getFields()[fieldName] } : undefined;
  };
  return {
    schema,
    classification: classifySchema(schema),
    entities,
    ownersOf,
    subgraphsOf(coordinate) {
      const found = find(coordinate);
      const ofField = graphsIn(found?.field?.astNode?.directives, 'join__field');
      const graphs = ofField.length > 0 ? ofField : graphsIn(found?.type.astNode?.directives, 'join__type');
      return [...new Set(graphs)].map((graph) => names.get(graph) ?? graph.toLowerCase());
    },
    sourceOf(coordinate) {
      const text = find(coordinate)?.field?.description ?? '';
      return /Source: (.+?)\.?\s*$/s.exec(text)?.[1]?.replace(/\s+/g, ' ');
    },
  };
}

type Directives = readonly ConstDirectiveNode[] | undefined;

const argumentOf = (directive: ConstDirectiveNode | undefined, name: string): string | undefined => {
  const value = directive?.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
};

const graphsIn = (directives: Directives = [], name: string): readonly string[] =>
  directives.flatMap((each) => (each.name.value === name ? (argumentOf(each, 'graph') ?? []) : []));

const hasKey = (type: Fielded): boolean =>
  (type.astNode?.directives ?? []).some(
    (each) => each.name.value === 'join__type' && argumentOf(each, 'key') !== undefined,
  );

/** Subgraph names by their name in the supergraph's enum. */
function graphNames(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const node = schema.getType('join__Graph')?.astNode;
  if (node?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (node.values ?? []).flatMap(({ name, directives }) => {
      const own = argumentOf(
        directives?.find((each) => each.name.value === 'join__graph'),
        'name',
      );
      return own === undefined ? [] : [[name.value, own] as const];
    }),
  );
}
