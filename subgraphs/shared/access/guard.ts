import {
  getNamedType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isCompositeType,
  getNullableType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import { connectionTarget } from '../../../schema/contract/classification';
import { fieldSets } from './field-set';

/** What is known about one protected field before any operation. */
export interface Guard {
  /** Its place in lists of verdicts. */
  readonly index: number;
  readonly typeName: string;
  readonly coordinate: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** The type of its values where it holds data itself. */
  readonly leaf: GraphQLLeafType | undefined;
  /**
   * Belongs to an entity and shows data of it, so that the row must be visible. A link to another entity does not:
   * that entity's own row is asked.
   */
  readonly needsRow: boolean;
  /** Leads to an entity. */
  readonly link: boolean;
  /** Leads to many of them: a list, or a page of one. */
  readonly many: boolean;
  /** Leads to objects that are part of this one and belong to whom it belongs to. An entity is never a part. */
  readonly part: boolean;
}

/** What federation itself asks: it holds no data. Everything else is protected, keys of entities aside. */
const OPEN = new Set(['Query._entities', 'Query._service', '_Service.sdl']);

/** @returns the entity types of a subgraph and their key fields. */
export function entityKeys(schema: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const entities = new Map<string, ReadonlySet<string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const nodes = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
    const keys = fieldSets(type, nodes, ['key', 'federation__key']).filter(({ top }) => top);
    if (keys.length > 0) entities.set(type.name, new Set(keys.map(({ name }) => name)));
  }
  return entities;
}

/** @returns a guard for every field that is neither federation's own nor a key. */
export function guardsOf(schema: GraphQLSchema): readonly Guard[] {
  const entities = entityKeys(schema);
  const guards: Guard[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (OPEN.has(`${type.name}.${field.name}`) || entities.get(type.name)?.has(field.name)) continue;
      guards.push(guardOf(type, field, entities, guards.length));
    }
  }
  return guards;
}

function guardOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  entities: ReadonlyMap<string, unknown>,
  index: number,
): Guard {
  const named = getNamedType(field.type);
  const link = isCompositeType(named) && entities.has(connectionTarget(named));
  return {
    index,
    typeName: type.name,
    coordinate: `${type.name}.${field.name}`,
    field,
    leaf: isLeafType(named) ? named : undefined,
    needsRow: entities.has(type.name) && !link,
    link,
    many:
      link &&
      ((isCompositeType(named) && connectionTarget(named) !== named.name) ||
        isListType(getNullableType(field.type))),
    part: isCompositeType(named) && !link,
  };
}
