import {
  buildASTSchema,
  getNamedType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  parse,
} from 'graphql';
import { classifySchema, connectionTarget } from '../../schema/contract/classification';
import { argumentOf, type Origins, originsOf } from '../../schema/contract/origins';
import type { Classification } from '../../schema/policy/types';

/** What the commands know of the graph beside the rules. */
export interface Graph extends Origins {
  readonly schema: GraphQLSchema;
  readonly classification: Classification;
  /** The types whose objects row rules are asked about: those with a key. */
  readonly entities: ReadonlySet<string>;
  /** The entities that an object of a type belongs to: itself where it is one; none for roots and pages. */
  ownersOf(typeName: string): readonly string[];
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

  return {
    schema,
    classification: classifySchema(schema),
    entities,
    ownersOf,
    ...originsOf(schema),
  };
}

const hasKey = (type: Fielded): boolean =>
  (type.astNode?.directives ?? []).some(
    (each) => each.name.value === 'join__type' && argumentOf(each, 'key') !== undefined,
  );
