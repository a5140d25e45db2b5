import { SourceInvalidData, type SourceName } from '../../schema/kernel/source-errors';
import { type GraphAnswer, isRecord } from '../../subgraphs/shared/graph-request';
import { accessesIn } from '../audit/accesses-in';
import { maskedFields } from '../policy/masked';
import { sourceUseIn } from './source-use';
import type { OperationRun } from './transport';

/** Reads what a subgraph answered to one request, or to a list of them. @throws {SourceInvalidData} */
export function answersIn(decoded: unknown, count: number, name: SourceName): GraphAnswer[] {
  const answers = Array.isArray(decoded) ? (decoded as unknown[]) : [decoded];
  if (answers.length !== count || !answers.every(isGraphAnswer)) throw new SourceInvalidData(name);
  return answers;
}

function isGraphAnswer(value: unknown): value is GraphAnswer {
  if (!isRecord(value)) return false;
  const { data, errors } = value;
  const listsErrors = Array.isArray(errors) && errors.every(isRecord);
  return (
    (isRecord(data) && (errors === undefined || listsErrors)) || ((data ?? null) === null && listsErrors)
  );
}

/** Takes over what another process counted, masked and shown for this operation. */
export function collect(extensions: GraphAnswer['extensions'], run: OperationRun): void {
  if (!extensions) return;
  if (isRecord(extensions.sources)) {
    for (const [source, use] of Object.entries(extensions.sources)) {
      const counted = sourceUseIn(use);
      if (counted) run.sources.add(source, counted);
    }
  }
  for (const coordinate of maskedFields([extensions])) run.masked.add(coordinate);
  run.notes.accesses.push(...accessesIn(extensions));
}
