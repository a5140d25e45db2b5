import type { PlanNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Conditions } from './conditions';
import type { Step } from './execution';
import { plannedFetches } from './planned';
import { compileRequest } from './request';
import { sharingOf } from './sharing';
import { wavesOf } from './waves';

/**
 * Compiles a plan into one step: every request is sent as soon as what it waits for is there; conditions by the
 * operation's variables.
 *
 * @param changes whether the operation is one that changes something.
 */
export function compileSteps(
  root: PlanNode | undefined,
  supergraph: GraphQLSchema,
  conditions: Conditions,
  changes: boolean,
): Step {
  const fetches = plannedFetches(root);
  const shares = sharingOf(fetches);
  const requests = wavesOf(fetches, changes).map((wave) => ({
    after: wave.after,
    conditions: wave.fetches[0]?.conditions ?? [],
    step: compileRequest(wave.fetches, supergraph, shares),
  }));
  return async (execution) => {
    const under: Promise<void>[] = [];
    for (const { after, conditions: all, step } of requests) {
      const run = async (): Promise<void> => {
        const { variables } = execution;
        if (all.every(({ variable, holds }) => conditions.holds(variable, variables) === holds))
          await step(execution);
      };
      const [first, ...others] = after.map((index) => under[index]);
      if (!first) under.push(run());
      else under.push((others.length > 0 ? Promise.all([first, ...others]) : first).then(run));
    }
    await Promise.all(under);
  };
}
