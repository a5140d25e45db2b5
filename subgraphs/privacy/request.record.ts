import { clockOf } from './clock';
import type { PrivacyContext } from './context';
import type { RequestRow } from './privacy.source';
import type { PrivacyRequest } from './request.type';

/** A request as the graph shows it, with its clock at this moment. */
export function requestOf(row: RequestRow, { ids, rules, clock }: PrivacyContext): PrivacyRequest {
  const { legalReference, dueOn, status } = clockOf(
    {
      receivedAt: new Date(row.received_at),
      extended: row.extended_at !== null,
      closed: row.closed_at !== null,
    },
    rules,
    clock.now(),
  );
  return {
    seq: row.seq,
    id: ids.seal('dsr', row.seq),
    kind: row.kind,
    receivedAt: row.received_at,
    dueOn: dueOn.toString(),
    legalReference,
    status,
    extendedAt: row.extended_at,
    extensionReason: row.extension_reason,
    closedAt: row.closed_at,
    outcome: row.outcome,
    outcomeReason: row.outcome_reason,
  };
}
