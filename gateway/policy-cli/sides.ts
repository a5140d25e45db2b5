import { compile, type AccessTable } from '../../schema/policy/compile';
import type { Policy } from '../../schema/policy/types';
import { type CellTable, createCells } from './cells';
import type { Run } from './command';
import { describedPolicy } from './desk';
import { type Graph, readGraph } from './graph';

/** A policy and the graph that it was written for. */
export interface Side {
  /** The file or revision, as it was given. */
  readonly name: string;
  readonly policy: Policy;
  readonly graph: Graph;
  readonly cells: CellTable;
  readonly table: AccessTable;
}

/** The policy in force. */
export const currentSide = ({ desk: { policy, graph, table }, sources }: Run): Side => ({
  name: sources.policy,
  policy,
  graph,
  table,
  cells: createCells(policy),
});

/**
 * Reads a policy file, or the policy and the contract of a git revision.
 *
 * @throws {UsageError} where a name is neither.
 * @throws {PolicyError} where the policy does not load.
 */
export function readSide({ surroundings, sources, desk }: Run, name: string): Side {
  const isFile = surroundings.exists(name);
  const text = isFile ? surroundings.readText(name) : surroundings.readRevision(name, sources.policy);
  const graph = isFile ? desk.graph : readGraph(surroundings.readRevision(name, sources.supergraph));
  const { policy } = describedPolicy(text, name);
  return { name, policy, graph, cells: createCells(policy), table: compile(graph.classification, policy) };
}

/** `claims-hub 2026.11.1 (HEAD~1)`. */
export const sideInWords = ({ name, policy }: Side): string => `${policy.name} ${policy.version} (${name})`;
