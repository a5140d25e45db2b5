import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import type { PlanPath } from './places';

/** A condition of the client's that a fetch is under. */
export interface Condition {
  readonly variable: string;
  readonly holds: boolean;
}

/** One fetch of a plan, with what it waits for. */
export interface PlannedFetch {
  readonly node: FetchNode;
  readonly path: PlanPath;
  readonly conditions: readonly Condition[];
  /** What must be there before it can be sent. */
  readonly after: readonly PlannedFetch[];
  /** How many fetches wait for each other, at most, before it. */
  readonly level: number;
}

/** Lists the fetches of a plan, each after those that it waits for. */
export function plannedFetches(root: PlanNode | undefined): readonly PlannedFetch[] {
  const all: PlannedFetch[] = [];
  /** @returns what must be done for the node to be done. */
  const visit = (
    node: PlanNode | undefined,
    path: PlanPath,
    conditions: readonly Condition[],
    after: readonly PlannedFetch[],
  ): readonly PlannedFetch[] => {
    switch (node?.kind) {
      case 'Fetch': {
        const level = Math.max(0, ...after.map((each) => each.level + 1));
        const fetch = { node, path, conditions, after, level };
        all.push(fetch);
        return [fetch];
      }
      case 'Flatten':
        return visit(node.node, [...path, ...node.path], conditions, after);
      case 'Sequence':
        return node.nodes.reduce((done, each) => visit(each, path, conditions, done), after);
      case 'Parallel':
        return [...new Set(node.nodes.flatMap((each) => visit(each, path, conditions, after)))];
      case 'Condition': {
        const { condition: variable } = node;
        const under = (holds: boolean): readonly Condition[] => [...conditions, { variable, holds }];
        const then = visit(node.ifClause, path, under(true), after);
        const otherwise = visit(node.elseClause, path, under(false), after);
        return [...new Set([...then, ...otherwise])];
      }
      case 'Defer':
        throw new GraphQLError('Deferred answers are not supported by this gateway.');
      case undefined:
        return after;
    }
  };
  visit(root, [], [], []);
  return all;
}
