import { parse as parseYaml } from 'yaml';
import type { Caller } from '../../schema/kernel/caller';
import { type AccessTable, compile } from '../../schema/policy/compile';
import { parsePolicy } from '../../schema/policy/load';
import type { Policy } from '../../schema/policy/types';
import type { Sources, Surroundings } from './command';
import { type Graph, readGraph } from './graph';

/** Somebody who is given tokens, as a file of actors tells it. */
export type Actor = Omit<Caller, 'purpose'> & { readonly name: string };

/** What a policy file says about its own names. */
export interface Descriptions {
  readonly purposes: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
  readonly retention: ReadonlyMap<string, string>;
}

/** A policy with its own words. */
export interface DescribedPolicy {
  readonly policy: Policy;
  readonly descriptions: Descriptions;
}

/** Everything that questions are answered from: the same table as the hub decides by. */
export interface Desk extends DescribedPolicy {
  readonly graph: Graph;
  readonly table: AccessTable;
  readonly actors: readonly Actor[];
}

/**
 * Reads a policy's text.
 *
 * @param file its name, for errors.
 * @throws {PolicyError} with every problem and its line.
 */
export function describedPolicy(text: string, file: string): DescribedPolicy {
  const policy = parsePolicy(text, file);
  const raw = parseYaml(text) as Readonly<Record<keyof Descriptions, Record<string, string>>>;
  const mapOf = (name: keyof Descriptions): ReadonlyMap<string, string> => new Map(Object.entries(raw[name]));
  return {
    policy,
    descriptions: { purposes: mapOf('purposes'), roles: mapOf('roles'), retention: mapOf('retention') },
  };
}

/** Reads everything that the commands answer from. */
export function openDesk(sources: Sources, { readText }: Pick<Surroundings, 'readText'>): Desk {
  const described = describedPolicy(readText(sources.policy), sources.policy);
  const graph = readGraph(readText(sources.supergraph));
  return {
    ...described,
    graph,
    table: compile(graph.classification, described.policy),
    actors: sources.actors === undefined ? [] : (JSON.parse(readText(sources.actors)) as readonly Actor[]),
  };
}
