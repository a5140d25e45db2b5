import type { PlanNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { compileFetch, type Step } from './fetch-node';
import type { Conditions } from './conditions';
import type { PlanPath } from './places';
import { sharingOf } from './sharing';

/**
 * Compiles a plan into one step: sequences in order, what is parallel sent in one turn of the event loop, conditions by
 * the operation's variables.
 */
export function compileSteps(
  root: PlanNode | undefined,
  supergraph: GraphQLSchema,
  conditions: Conditions,
): Step {
  const shares = sharingOf(root);
  const compile = (node: PlanNode | undefined, path: PlanPath): Step => {
    switch (node?.kind) {
      case 'Fetch':
        return compileFetch(node, path, supergraph, shares(node));
      case 'Flatten':
        return compile(node.node, [...path, ...node.path]);
      case 'Sequence': {
        const steps = node.nodes.map((each) => compile(each, path));
        return async (execution) => {
          for (const step of steps) await step(execution);
        };
      }
      case 'Parallel': {
        const steps = node.nodes.map((each) => compile(each, path));
        return async (execution) => {
          await Promise.all(steps.map((step) => step(execution)));
        };
      }
      case 'Condition': {
        const then = compile(node.ifClause, path);
        const otherwise = compile(node.elseClause, path);
        const { condition } = node;
        return (execution) =>
          conditions.holds(condition, execution.variables) ? then(execution) : otherwise(execution);
      }
      case 'Defer':
        throw new GraphQLError('Deferred answers are not supported by this gateway.');
      case undefined:
        return async () => undefined;
    }
  };
  return compile(root, []);
}
