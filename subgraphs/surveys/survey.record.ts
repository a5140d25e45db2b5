import type { IdSealer } from '../../schema/kernel/ids';
import type { RowFacts } from '../../schema/policy/row';
import { Survey, SurveyStatus } from './survey.type';

/** A row of `surveys.survey`. Instants are ISO 8601 in UTC with milliseconds. */
export interface SurveyRow {
  readonly seq: string;
  readonly id: string;
  readonly claim_number: string;
  readonly customer_number: string;
  readonly branch: string | null;
  readonly status: SurveyStatus;
  readonly invited_at: string;
  readonly answered_at: string | null;
  readonly expires_at: string;
  readonly nps: number | null;
  readonly csat: number | null;
  readonly ces: number | null;
  readonly comment: string | null;
}

/** What `SurveyRow` is read with. */
export const SURVEY_COLUMNS = `s.seq, s.id, s.claim_number, s.customer_number, s.branch, s.status, s.invited_at, s.answered_at,
  s.expires_at, s.nps, s.csat, s.ces, s.comment`;

/** @returns what the policy may know of a survey. Surveys are not handled by anyone; how far its claim went is the claim's. */
export const factsOf = (row: SurveyRow): RowFacts => ({
  customer: row.customer_number,
  branch: row.branch,
  handler: null,
  claim: row.claim_number,
});

/** Where a survey stands at an instant: an invitation runs out by itself. */
export const statusAt = ({ status, expires_at }: SurveyRow, now: Date): SurveyStatus =>
  status === SurveyStatus.INVITED && new Date(expires_at) <= now ? SurveyStatus.EXPIRED : status;

/** From a row to the graph's survey. */
export function surveyOf(row: SurveyRow, ids: IdSealer, now: Date): Survey {
  return Object.assign(new Survey(), {
    facts: factsOf(row),
    claimNumber: row.claim_number,
    id: ids.seal('srv', row.id),
    status: statusAt(row, now),
    invitedAt: row.invited_at,
    answeredAt: row.answered_at,
    expiresAt: row.expires_at,
    nps: row.nps,
    csat: row.csat,
    ces: row.ces,
    comment: row.comment,
  } satisfies Survey);
}
