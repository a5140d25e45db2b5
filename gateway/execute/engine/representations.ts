import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { isInherited, isObject, type JsonObject, own, put } from './json';
import { mergeInto } from './merge';
import { compileRewrites, compileWanted } from './rewrites';
import { isOfType } from './types';

/** What a subgraph is asked about, each entity once. */
export interface Representations {
  readonly list: readonly JsonObject[];
  /** For each place and each object found there: which of the list tells about it, `UNTOLD` where none does. */
  readonly told: readonly (readonly number[])[];
}

/** Of an object without representation. */
export const UNTOLD = -1;

type Build = (object: JsonObject) => JsonObject | undefined;

/**
 * Tells entities apart without building what stands for them; `undefined` where only that tells. Of values of different
 * kinds, none are equal: 1 is not "1".
 */
type Identify = (object: JsonObject) => string | number | boolean | null | undefined;

/**
 * Compiles what a fetch needs to know of each entity into a function that makes the representations of many. An entity
 * of another type, or one that lacks something that could not be fetched, has none.
 */
export function compileRepresentations(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  supergraph: GraphQLSchema,
): (found: readonly (readonly JsonObject[])[]) => Representations {
  const build = compileSelections(requires, supergraph);
  const identify = compileIdentity(requires, supergraph);
  const rewrite = compileRewrites(rewrites, supergraph);
  const isWanted = compileWanted(rewrites, supergraph);
  return (found) => {
    const list: JsonObject[] = [];
    const known = new Map<unknown, number>();
    const byText = new Map<string, number>();
    const add = (representation: JsonObject): number => {
      rewrite?.(representation);
      return list.push(representation) - 1;
    };
    const indexOf = (entity: JsonObject): number => {
      const identity = identify?.(entity);
      if (identity !== undefined) {
        const seen = known.get(identity);
        if (seen !== undefined) return seen;
      }
      const representation = build(entity);
      if (!representation?.__typename || isWanted?.(representation) === false) return UNTOLD;
      if (identity !== undefined) {
        const index = add(representation);
        known.set(identity, index);
        return index;
      }
      const text = JSON.stringify(representation);
      const index = byText.get(text) ?? add(representation);
      byText.set(text, index);
      return index;
    };
    const told = found.map((entities) => entities.map(indexOf));
    return { list, told };
  };
}

/** Quick for what is usual: one object type, told apart by texts, numbers and the like. */
function compileIdentity(
  requires: readonly QueryPlanSelectionNode[],
  supergraph: GraphQLSchema,
): Identify | undefined {
  const [only, ...others] = requires;
  if (only?.kind !== 'InlineFragment' || others.length > 0) return undefined;
  const { typeCondition, selections } = only;
  if (typeCondition === undefined || !isObjectType(supergraph.getType(typeCondition))) return undefined;
  const keys: string[] = [];
  for (const each of selections) {
    if (each.kind !== 'Field' || each.selections) return undefined;
    keys.push(each.alias ?? each.name);
  }
  if (!keys.includes('__typename') || keys.some(isInherited)) return undefined;
  const [key, ...more] = keys.filter((each) => each !== '__typename');
  if (key !== undefined && more.length === 0) {
    return (object) => {
      const value = object.__typename === typeCondition ? object[key] : undefined;
      return typeof value === 'object' && value !== null ? undefined : (value as ReturnType<Identify>);
    };
  }
  return (object) => {
    if (object.__typename !== typeCondition) return undefined;
    let identity = '';
    for (const key of keys) {
      const value = object[key];
      // Each part tells its kind and its end: no two lists of values make one text.
      if (typeof value === 'string') identity += `${value.length}'${value}`;
      else if (typeof value === 'number' || typeof value === 'boolean' || value === null)
        identity += `${value},`;
      else return undefined;
    }
    return identity;
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
    // What was fetched under another key, because of its arguments, is given under the name that the subgraph knows.
    put(representation, selection.name, build ? pick(value, build) : value);
    return true;
  };
}

function pick(value: unknown, build: Build): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => pick(item, build));
  return isObject(value) ? (build(value) ?? null) : null;
}
