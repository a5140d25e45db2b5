import type { IdSealer } from '../../schema/kernel/ids';
import type { RowFacts } from '../../schema/policy/row';
import { storeColumns } from '../shared/projection/store-columns';
import type { Wanted } from '../shared/projection/wanted';
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
  /** Missing where the operation does not need it; as is what follows. */
  readonly nps?: number | null;
  readonly csat?: number | null;
  readonly ces?: number | null;
  readonly comment?: string | null;
}

/** What a survey's course and its rules need; the table is `s`. */
export const SURVEY_COURSE = `s.seq, s.id, s.claim_number, s.customer_number, s.branch, s.status, s.invited_at, s.answered_at,
  s.expires_at`;

const PERSONAL = { nps: 's.nps', csat: 's.csat', ces: 's.ces', comment: 's.comment' };

/** @returns what `SurveyRow` is read with. @param wanted the fields that the operation needs. */
export const surveyColumns = (wanted: Wanted): string =>
  storeColumns('Survey', SURVEY_COURSE, PERSONAL, wanted);

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
    nps: row.nps ?? null,
    csat: row.csat ?? null,
    ces: row.ces ?? null,
    comment: row.comment ?? null,
  } satisfies Survey);
}
