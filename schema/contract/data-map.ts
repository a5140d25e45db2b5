import type { GraphQLSchema } from 'graphql';
import type { AccessTable } from '../policy/compile';
import { type DatumUse, useOf } from '../policy/data-map';
import { originsOf } from './origins';
import type { Walk } from './walk';

/** What happens to one field of the graph, for the person whom it is about. */
export interface MappedField extends DatumUse {
  /** e.g. `Customer.email`. */
  readonly field: string;
  /** The way to it from the data subject. */
  readonly path: string;
  /** The subgraphs that answer for it. */
  readonly systems: readonly string[];
  /** The old system's own name of it, where there is one. */
  readonly source: string | null;
}

/** Everything that a walk reaches and that holds data, in the order of the walk. */
export function dataMapOf(schema: GraphQLSchema, walk: Walk, table: AccessTable): readonly MappedField[] {
  const { subgraphsOf, sourceOf } = originsOf(schema);
  return [...walk.reached].flatMap(([field, path]) => {
    const use = useOf(field, table);
    if (use.category.startsWith('system.')) return [];
    return [{ ...use, field, path, systems: subgraphsOf(field), source: sourceOf(field) ?? null }];
  });
}
