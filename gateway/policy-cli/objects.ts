import { rowVisible } from '../../schema/policy/row';
import { type Policy, roleMatches, type RowRule } from '../../schema/policy/types';
import type { Graph } from './graph';
import type { Situation } from './situations';
import { conditionInWords } from './words';

/** The rules by which roles may know that objects of a type exist. */
export const rowRulesFor = (policy: Policy, typeName: string, roles: readonly string[]): readonly RowRule[] =>
  policy.rows.filter(
    (rule) =>
      rule.roles.some((role) => roles.some((each) => roleMatches(role, each))) &&
      rule.types.some((type) => type === '*' || type === typeName),
  );

/** The objects of a type that roles may know of: `all of them`, `none`, `for their own data`. */
export function objectsInWords(policy: Policy, typeName: string, roles: readonly string[]): string {
  const rules = rowRulesFor(policy, typeName, roles);
  if (rules.length === 0) return 'none';
  if (rules.some(({ when }) => !when)) return 'all of them';
  return rules.flatMap(({ when }) => (when ? [conditionInWords(when)] : [])).join(' or ');
}

/** The part of the situations in which the caller may know of the object that a coordinate stands on. */
export function reachable(
  { graph, policy }: { readonly graph: Graph; readonly policy: Policy },
  coordinate: string,
  situations: readonly Situation[],
): readonly Situation[] {
  const owners = graph.ownersOf(typeOf(coordinate));
  if (owners.length === 0) return situations;
  return situations.filter(({ caller, facts }) =>
    owners.some((owner) => rowVisible(policy, owner, caller, facts)),
  );
}

/** `Account` of `Account.iban`. */
export const typeOf = (coordinate: string): string => coordinate.slice(0, coordinate.indexOf('.'));

/** Whether a coordinate is a field of an object, neither an argument nor of an input. */
export const isField = ({ schema }: Graph, coordinate: string): boolean =>
  !coordinate.includes('(') && !isInput(schema, coordinate);

const isInput = (schema: Graph['schema'], coordinate: string): boolean =>
  schema.getType(typeOf(coordinate))?.astNode?.kind === 'InputObjectTypeDefinition';
