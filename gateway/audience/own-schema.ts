import {
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  type GraphQLType,
  GraphQLUnionType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isUnionType,
} from 'graphql';
import type { Reach } from '../../schema/contract/reach';

/**
 * Makes the schema of which nothing but a caller's reach exists; descriptions stay. The whole schema is left as it is;
 * scalars and enums, which hold no references, are shared with it.
 *
 * Who reaches nothing gets a `Query` without fields: every question is then one about an unknown field.
 */
export function ownSchema(whole: GraphQLSchema, { types, coordinates }: Reach): GraphQLSchema {
  const made = new Map<string, GraphQLNamedType>();

  function named(type: GraphQLNamedType): GraphQLNamedType {
    let own = made.get(type.name);
    if (!own) made.set(type.name, (own = make(type)));
    return own;
  }
  function own<T extends GraphQLType>(type: T): T;
  function own(type: GraphQLType): GraphQLType {
    if (isNonNullType(type)) return new GraphQLNonNull(own(type.ofType));
    if (isListType(type)) return new GraphQLList(own(type.ofType));
    return named(type);
  }
  function make(type: GraphQLNamedType): GraphQLNamedType {
    if (isObjectType(type)) {
      const config = type.toConfig();
      return new GraphQLObjectType({
        ...config,
        interfaces: () => config.interfaces.filter(({ name }) => types.has(name)).map((each) => own(each)),
        fields: () => fieldsOf(type.name, config.fields),
      });
    }
    if (isInterfaceType(type)) {
      const config = type.toConfig();
      return new GraphQLInterfaceType({
        ...config,
        interfaces: () => config.interfaces.filter(({ name }) => types.has(name)).map((each) => own(each)),
        fields: () => fieldsOf(type.name, config.fields),
      });
    }
    if (isUnionType(type)) {
      const config = type.toConfig();
      return new GraphQLUnionType({
        ...config,
        types: () => config.types.filter(({ name }) => types.has(name)).map((each) => own(each)),
      });
    }
    if (isInputObjectType(type)) {
      const config = type.toConfig();
      return new GraphQLInputObjectType({
        ...config,
        fields: () => mapped(config.fields, (name) => `${type.name}.${name}`),
      });
    }
    return type;
  }
  const fieldsOf = (
    owner: string,
    fields: GraphQLFieldConfigMap<unknown, unknown>,
  ): GraphQLFieldConfigMap<unknown, unknown> => {
    const left = mapped(fields, (name) => `${owner}.${name}`);
    for (const [name, field] of Object.entries(left)) {
      const args: GraphQLFieldConfigArgumentMap = field.args ?? {};
      left[name] = { ...field, args: mapped(args, (argument) => `${owner}.${name}(${argument}:)`) };
    }
    return left;
  };
  function mapped<Config extends { readonly type: GraphQLType }>(
    all: Readonly<Record<string, Config>>,
    coordinate: (name: string) => string,
  ): Record<string, Config> {
    return Object.fromEntries(
      Object.entries(all)
        .filter(([name]) => coordinates.has(coordinate(name)))
        .map(([name, config]) => [name, { ...config, type: own(config.type) }]),
    );
  }

  const query = whole.getQueryType();
  const mutation = whole.getMutationType();
  const subscription = whole.getSubscriptionType();
  return new GraphQLSchema({
    description: whole.description,
    query: query && own(query),
    mutation: mutation && types.has(mutation.name) ? own(mutation) : null,
    subscription: subscription && types.has(subscription.name) ? own(subscription) : null,
    types: [...types].flatMap((name) => whole.getType(name) ?? []).map((type) => own(type)),
    directives: whole.getDirectives().filter(isSpecifiedDirective),
    assumeValid: true,
  });
}
