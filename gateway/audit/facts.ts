import type { OperationFacts } from '../../schema/audit/access-record';
import { isAboutPeople } from '../../schema/audit/accesses';
import { perDecisions } from '../../schema/audit/decisions';
import type { AccessGroup } from '../../schema/audit/record';
import type { AccessTable } from '../../schema/policy/compile';
import { takeAccesses } from '../../subgraphs/shared/access/tally';
import type { Answer } from '../answer/answer';
import type { OperationRun } from '../execute/transport';
import type { GraphHttpRequest, Trace } from '../pipeline';

/**
 * @returns who was read and how far: what subgraphs decided, of this process and of others, and what was cut before any
 *   object was known.
 */
export function accessesOf(run: OperationRun | undefined, table: AccessTable): readonly AccessGroup[] {
  if (!run) return [];
  const { notes } = run;
  const accesses = [...notes.accesses, ...takeAccesses(run)];
  const decisions = notes.denials.flatMap(({ coordinate, rule }) => {
    const category = table.classification.get(coordinate)?.category;
    return category !== undefined && isAboutPeople(category)
      ? [{ category, decision: 'DENY', rule, count: 1 } as const]
      : [];
  });
  return decisions.length > 0 ? [...accesses, { subjects: [], decisions }] : accesses;
}

/** Article 6 GDPR, by rule. */
export function legalBasesOf({ policy }: AccessTable): (accesses: readonly AccessGroup[]) => Set<string> {
  const basisOf = new Map([...policy.rules, ...policy.actions].map(({ id, legalBasis }) => [id, legalBasis]));
  const basesOf = perDecisions((decisions) =>
    decisions.filter(({ decision }) => decision !== 'DENY').flatMap(({ rule }) => basisOf.get(rule) ?? []),
  );
  return (accesses) => new Set(accesses.flatMap(({ decisions }) => basesOf(decisions)));
}

/** Who asked. A purpose that was refused is named only where it is one of the policy's: clients write it. */
export function callerOf(
  { identity, caller }: Trace,
  { purpose }: Pick<GraphHttpRequest, 'purpose'>,
  { policy }: AccessTable,
): OperationFacts['caller'] | undefined {
  if (caller || !identity) return caller;
  const named = purpose?.trim() ?? '';
  return { ...identity, purpose: policy.purposes.includes(named) ? named : '-' };
}

/** What a record says of an operation apart from what it showed. */
export function circumstancesOf(
  { identity, operationType, operationName, documentHash, run }: Trace,
  { requestId }: Pick<GraphHttpRequest, 'requestId'>,
): Pick<OperationFacts, 'requestId' | 'tokenId' | 'operation' | 'differences' | 'sources'> {
  return {
    requestId,
    tokenId: identity?.tokenId,
    operation: {
      type: operationType === 'query' || operationType === 'mutation' ? operationType : undefined,
      name: operationName,
      hash: documentHash,
    },
    differences: run?.notes.differences ?? 0,
    sources: Object.keys(run?.sources.report() ?? {}),
  };
}

/** @returns the codes of an answer's errors. */
export const codesOf = ({ body }: Answer): readonly string[] =>
  (body.errors ?? []).map(({ extensions }) => String(extensions?.code));
