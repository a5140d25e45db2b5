import type { PlanNode } from '@apollo/query-planner';
import {
  type DirectiveNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { createBoundedCache } from '../../../subgraphs/shared/bounded-cache';
import { conditionsOf } from './conditions';
import type { Step } from './execution';
import { compileSteps } from './steps';

/** Makes plans. */
export interface Planner {
  /** @param text an operation of its own, valid. @throws {GraphQLError | Error} it cannot be planned. */
  plan(text: string): Promise<PlanNode | undefined>;
  stop(): Promise<void>;
}

/** Plans kept, and the letters of their operations. */
const KEPT = { entries: 1_000, weight: 4_000_000 };

/**
 * Plans and compiles operations, each text once: equal requests wait for one plan. What could not be planned is tried
 * again by the next request.
 *
 * @param supergraph with everything that clients do not see: what fetches are about.
 */
export function createPlans(planner: Planner, supergraph: GraphQLSchema): (text: string) => Promise<Step> {
  const known = createBoundedCache<Step>(KEPT);
  const making = new Map<string, Promise<Step>>();

  const make = async (text: string): Promise<Step> => {
    try {
      const step = compile(text, await planner.plan(text), supergraph);
      known.set(text, step);
      return step;
    } finally {
      making.delete(text);
    }
  };
  return async (text) => {
    const step = known.get(text);
    if (step) return step;
    let made = making.get(text);
    if (!made) making.set(text, (made = make(text)));
    return made;
  };
}

function compile(text: string, node: PlanNode | undefined, supergraph: GraphQLSchema): Step {
  const document = parse(text, { noLocation: true });
  const operation = getOperationAST(document);
  if (!operation) throw new GraphQLError('There is no such operation in the document.');
  if (!node && asksForData(operation.selectionSet))
    throw new GraphQLError('No subgraph can answer what this operation asks for.');
  const conditions = conditionsOf(document, operation);
  return compileSteps(node, supergraph, conditions, operation.operation !== OperationTypeNode.QUERY);
}

/** Whether anything is left to ask for: the planner makes an empty plan, too, of what nobody can answer. */
const asksForData = ({ selections }: SelectionSetNode): boolean =>
  selections.some((node) => {
    if (node.directives?.some(leavesOut)) return false;
    if (node.kind === Kind.FIELD) return node.name.value !== '__typename';
    return node.kind === Kind.INLINE_FRAGMENT && asksForData(node.selectionSet);
  });

/** `@skip(if: true)` and `@include(if: false)`. */
const leavesOut = ({ name, arguments: [condition] = [] }: DirectiveNode): boolean =>
  condition?.value.kind === Kind.BOOLEAN &&
  (name.value === 'skip' || name.value === 'include') &&
  condition.value.value === (name.value === 'skip');
