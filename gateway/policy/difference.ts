import type { GraphQLFormattedError } from 'graphql';
import type { Caller } from '../../schema/kernel/caller';
import type { AccessTable } from '../../schema/policy/compile';
import type { Effect } from '../../schema/policy/types';

/**
 * Hears that a subgraph decided otherwise than the gateway, which the lower decision settled: their policies differ, or a
 * resolver returned an object that it should have kept back.
 *
 * @param coordinate `Type.field`.
 * @param gateway all that the gateway thought possible, e.g. `ALLOW`, or `DENY MASK`.
 * @param subgraph what the subgraph did.
 */
export type OnDifference = (coordinate: string, gateway: string, subgraph: Effect) => void;

/** What came back from the subgraphs. */
interface Outcome {
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  /** Coordinates that a subgraph masked. */
  readonly masked: Iterable<string>;
}

/** Compares what subgraphs did with what the gateway had decided, and tells each difference once. */
export function tellDifferences(
  table: AccessTable,
  caller: Caller,
  { errors = [], masked }: Outcome,
  onDifference: OnDifference,
): void {
  const refused = errors.flatMap(({ extensions }) =>
    extensions?.code === 'FIELD_ACCESS_DENIED' && typeof extensions.coordinate === 'string'
      ? [extensions.coordinate]
      : [],
  );
  const compare = (coordinates: Iterable<string>, done: readonly Effect[]): void => {
    for (const coordinate of new Set(coordinates)) {
      const look = table.look(coordinate, caller);
      const possible = (look.kind === 'CONDITIONAL' ? look.possible : [look.decision]).map(
        ({ effect }) => effect,
      );
      if (possible.some((effect) => done.includes(effect))) continue;
      onDifference(coordinate, [...new Set(possible)].sort().join(' '), done[0] ?? 'DENY');
    }
  };
  compare(refused, ['DENY']);
  compare(masked, ['MASK', 'PSEUDONYMISE']);
}
