import type { GraphQLSchema } from 'graphql';
import { reachOf } from '../../schema/contract/reach';
import { type Caller, seesOwnGraph } from '../../schema/kernel/caller';
import type { AccessTable } from '../../schema/policy/compile';
import { type BoundedCache, createBoundedCache } from '../../subgraphs/shared/bounded-cache';
import { ownSchema } from './own-schema';

/** What the graph looks like to each kind of caller. */
export interface Audiences {
  /** The schema that introspection shows to a caller: what the rules may ever show them, and nothing else. */
  shown(whole: GraphQLSchema, caller: Caller): GraphQLSchema;
  /**
   * The schema that a caller's documents are read by. For partners, and without a token, what they may never see does not exist; staff and
   * customers may ask for anything, and are told which fields are withheld.
   */
  readBy(whole: GraphQLSchema, caller: Caller): GraphQLSchema;
}

/** How many audiences are kept at once: callers are many, kinds of callers are few. */
const AUDIENCES_MAX = 100;

/** Schemas are made when they are first asked for, in a few milliseconds, and kept per kind of caller. */
export function createAudiences(table: AccessTable): Audiences {
  const kept = new WeakMap<GraphQLSchema, BoundedCache<GraphQLSchema>>();

  function shown(whole: GraphQLSchema, caller: Caller): GraphQLSchema {
    let schemas = kept.get(whole);
    if (!schemas) kept.set(whole, (schemas = createBoundedCache({ entries: AUDIENCES_MAX })));
    const key = table.grantsKey(caller);
    let schema = schemas.get(key);
    if (!schema) schemas.set(key, (schema = ownSchema(whole, reachOf(whole, table, caller))));
    return schema;
  }
  return { shown, readBy: (whole, caller) => (seesOwnGraph(caller) ? shown(whole, caller) : whole) };
}
