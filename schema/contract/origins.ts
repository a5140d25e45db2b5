import { type ConstDirectiveNode, type GraphQLSchema, isInterfaceType, isObjectType, Kind } from 'graphql';

/** Where the values of a graph come from. */
export interface Origins {
  /** The subgraphs that answer a field, e.g. `accounts`. */
  subgraphsOf(coordinate: string): readonly string[];
  /** Where a field's value comes from, where its description says it: `Db2 TCPT0010.CPT_SLD`. */
  sourceOf(coordinate: string): string | undefined;
}

/** @param schema a supergraph as it is written. */
export function originsOf(schema: GraphQLSchema): Origins {
  const names = graphNames(schema);
  const find = (coordinate: string) => {
    const [typeName = '', fieldName = ''] = coordinate.split(/[.(]/);
    const type = schema.getType(typeName);
    return isObjectType(type) || isInterfaceType(type)
      ? { type, field: type.getFields()[fieldName] }
      : undefined;
  };
  return {
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

/** @returns the text or name that a directive is given. */
export const argumentOf = (directive: ConstDirectiveNode | undefined, name: string): string | undefined => {
  const value = directive?.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
};

const graphsIn = (directives: Directives = [], name: string): readonly string[] =>
  directives.flatMap((each) => (each.name.value === name ? (argumentOf(each, 'graph') ?? []) : []));

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
