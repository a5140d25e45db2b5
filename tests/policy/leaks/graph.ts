import {
  buildASTSchema,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';

/** One field of one object type. */
export interface GraphField {
  readonly owner: string;
  readonly name: string;
  /** `Type.field`. */
  readonly coordinate: string;
  readonly args: readonly GraphQLArgument[];
  /** The type that it leads to; a leaf's own name. */
  readonly type: string;
  readonly leaf: boolean;
  readonly list: boolean;
  /** Leads to `edges { node }`; the type is then the nodes'. */
  readonly connection: boolean;
}

/** The graph as a client meets it: what tests walk without knowing a name. */
export interface Graph {
  readonly schema: GraphQLSchema;
  /** Types with a key of their own. */
  readonly isEntity: (type: string) => boolean;
  /** Fields of an object type; a connection's own plumbing is not among them. */
  readonly fieldsOf: (type: string) => readonly GraphField[];
  /** Types that a query can reach. */
  readonly readable: readonly string[];
  /** The root field that answers for one object of a type by its key. */
  readonly byKey: (type: string) => GraphField | undefined;
}

const KEY = 'id';

/** Whether some subgraph answers for a type by a key. */
const hasKey = (type: GraphQLObjectType | undefined): boolean =>
  type?.astNode?.directives?.some(
    ({ name, arguments: given }) =>
      name.value === 'join__type' && given?.some((each) => each.name.value === 'key'),
  ) ?? false;

/** @param sdl the supergraph. */
export function readGraph(sdl: string): Graph {
  const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });
  const objectOf = (name: string): GraphQLObjectType | undefined => {
    const type = schema.getType(name);
    return isObjectType(type) ? type : undefined;
  };
  const nodeType = (type: GraphQLObjectType): string | undefined => {
    const edge = type.getFields().edges && getNamedType(type.getFields().edges?.type);
    const node = isObjectType(edge) ? edge.getFields().node : undefined;
    return node && getNamedType(node.type).name;
  };
  const known = new Map<string, readonly GraphField[]>();
  const fieldsOf = (name: string): readonly GraphField[] => {
    let fields = known.get(name);
    if (!fields) {
      const type = objectOf(name);
      fields = type ? Object.values(type.getFields()).map((field) => describe(name, field)) : [];
      known.set(name, fields);
    }
    return fields;
  };
  function describe(owner: string, field: GraphQLField<unknown, unknown>): GraphField {
    const named = getNamedType(field.type);
    const node = isObjectType(named) ? nodeType(named) : undefined;
    const bare = isNonNullType(field.type) ? field.type.ofType : field.type;
    return {
      owner,
      name: field.name,
      coordinate: `${owner}.${field.name}`,
      args: field.args,
      type: node ?? named.name,
      leaf: isLeafType(named),
      list: isListType(bare) || node !== undefined,
      connection: node !== undefined,
    };
  }
  const isEntity = (type: string): boolean =>
    objectOf(type)?.getFields()[KEY] !== undefined && hasKey(objectOf(type));
  const readable = new Set<string>();
  const visit = (type: string): void => {
    if (readable.has(type)) return;
    // The graph has neither yet; a route that nobody walks would prove nothing.
    if (isAbstractType(schema.getType(type)))
      throw new Error(`no query goes by the interface or union ${type}`);
    readable.add(type);
    for (const field of fieldsOf(type)) if (!field.leaf) visit(field.type);
  };
  visit('Query');
  return {
    schema,
    isEntity,
    fieldsOf,
    readable: [...readable],
    byKey: (type) =>
      fieldsOf('Query').find(
        (field) =>
          field.type === type &&
          !field.list &&
          field.args.length === 1 &&
          field.args[0]?.name === KEY &&
          isEntity(type),
      ),
  };
}
