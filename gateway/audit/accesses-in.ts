import { readDecisions } from '../../schema/audit/decisions';
import type { AccessGroup } from '../../schema/audit/record';
import { isRecord } from '../../subgraphs/shared/graph-request';

/**
 * Reads what a subgraph decided out of its answer's `extensions`, where `access.counted` lists it, the decisions of each
 * group as one text.
 *
 * @returns nothing where an answer has none.
 */
export function accessesIn(extensions: unknown): readonly AccessGroup[] {
  const { access } = (extensions ?? {}) as { access?: { counted?: unknown } | null };
  const groups = Array.isArray(access?.counted) ? (access.counted as unknown[]).map(groupIn) : [];
  return groups.every((each) => each !== undefined) ? groups : [];
}

function groupIn(value: unknown): AccessGroup | undefined {
  if (!isRecord(value) || typeof value.decisions !== 'string' || !isTexts(value.subjects)) return undefined;
  const decisions = readDecisions(value.decisions);
  return decisions && { subjects: value.subjects, decisions };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
