import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isObject, type JsonObject, own, put } from './json';
import { mergeInto } from './merge';
import type { Rewrite } from './rewrites';
import { isOfType } from './types';

/** What a subgraph is asked about, each entity once. */
export interface Representations {
  readonly list: readonly JsonObject[];
  /** For each object that was found: which of the list tells about it, -1 for none. */
  readonly indices: readonly number[];
}

type Build = (object: JsonObject) => JsonObject | undefined;

/**
 * Compiles what a fetch needs to know of each entity into a function that makes the representations of many. An entity
 * of another type, or one that lacks something that could not be fetched, has none.
 */
export function compileRepresentations(
  requires: readonly QueryPlanSelectionNode[],
  rewrite: Rewrite | undefined,
  supergraph: GraphQLSchema,
): (entities: readonly JsonObject[]) => Representations {
  const build = compileSelections(requires, supergraph);
  return (entities) => {
    const list: JsonObject[] = [];
    const byText = new Map<string, number>();
    const byIdentity = new Map<JsonObject, number>();
    const indexOf = (entity: JsonObject): number => {
      const representation = build(entity);
      if (!representation?.__typename) return -1;
      const text = JSON.stringify(representation);
      let index = byText.get(text);
      if (index === undefined) {
        byText.set(text, (index = list.length));
        rewrite?.(representation);
        list.push(representation);
      }
      return index;
    };
    const indices = entities.map((entity) => {
      let index = byIdentity.get(entity);
      if (index === undefined) byIdentity.set(entity, (index = indexOf(entity)));
      return index;
    });
    return { list, indices };
  };
}

function compileSelections(selections: readonly QueryPlanSelectionNode[], supergraph: GraphQLSchema): Build {
  const parts = selections.map((selection) => compileSelection(selection, supergraph));
  return (object) => {
    const representation: JsonObject = {};
    return parts.every((add) => add(object, representation)) ? representation : undefined;
  };
}

/** Adds one part to a representation. @returns false where the object has not got it. */
type Add = (object: JsonObject, representation: JsonObject) => boolean;

function compileSelection(selection: QueryPlanSelectionNode, supergraph: GraphQLSchema): Add {
  if (selection.kind === 'InlineFragment') {
    const { typeCondition, selections } = selection;
    const build = compileSelections(selections, supergraph);
    return (object, representation) => {
      if (typeCondition === undefined || isOfType(supergraph, object, typeCondition)) {
        const part = build(object);
        if (part) mergeInto(representation, part);
      }
      return true;
    };
  }
  const key = selection.alias ?? selection.name;
  const build = selection.selections && compileSelections(selection.selections, supergraph);
  return (object, representation) => {
    const value = own(object, key);
    if (value === undefined) return false;
    put(representation, key, build ? pick(value, build) : value);
    return true;
  };
}

function pick(value: unknown, build: Build): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => pick(item, build));
  return isObject(value) ? (build(value) ?? null) : null;
}
