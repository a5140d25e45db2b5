import { printSchema, Supergraph } from '@apollo/federation-internals';
import { parse } from 'graphql';
import { keepRequiredApart, type RequiredApart } from './required-apart';
import { resolvableKeysFirst } from './resolvable-keys';

/** A supergraph that the planner makes right plans of. */
export interface Plannable {
  readonly supergraph: Supergraph;
  /** Set where plans name fields that subgraphs do not know. */
  readonly apart?: RequiredApart;
}

/** Writes a supergraph as the planner needs it; most are left as they are. */
export function plannable(supergraph: Supergraph): Plannable {
  if (!mayNeedChanges(supergraph)) return { supergraph };
  const document = parse(printSchema(supergraph.schema), { noLocation: true });
  const sorted = resolvableKeysFirst(document);
  const apart = keepRequiredApart(sorted);
  const changed = apart?.supergraph ?? sorted;
  if (changed === document) return { supergraph };
  return {
    // What was added need not be used by every subgraph that has it: only that makes it invalid.
    supergraph: Supergraph.build(changed, { validateSupergraph: false }),
    ...(apart ? { apart } : {}),
  };
}

/** Whether anything is required with arguments, or a subgraph has keys of both sorts. */
function mayNeedChanges({ schema }: Supergraph): boolean {
  const fieldSets = [...(schema.directive('join__field')?.applications() ?? [])].map(
    (each) => (each.arguments() as { readonly requires?: string }).requires,
  );
  if (fieldSets.some((fields) => fields?.includes('('))) return true;
  const keyed = [...schema.objectTypes(), ...schema.interfaceTypes()];
  return keyed.some((type) => {
    const keys = type
      .appliedDirectivesOf('join__type')
      .map((each) => each.arguments() as { readonly graph: string; readonly resolvable?: boolean });
    const graphs = keys.filter(({ resolvable }) => resolvable === false).map(({ graph }) => graph);
    return keys.some(({ graph, resolvable }) => resolvable !== false && graphs.includes(graph));
  });
}
