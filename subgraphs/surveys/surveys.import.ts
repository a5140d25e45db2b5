import type { SqlStore } from '../../schema/ports/store';

/** One survey of an older tool. Instants are ISO 8601 in UTC. */
export interface ImportedSurvey {
  /** `SV-2026-0000123`. */
  readonly id: string;
  readonly claimNumber: string;
  readonly customerNumber: string;
  readonly branch: string;
  readonly status: 'INVITED' | 'ANSWERED' | 'EXPIRED';
  readonly invitedAt: string;
  readonly answeredAt: string | null;
  readonly expiresAt: string;
  readonly nps: number | null;
  readonly csat: number | null;
  readonly ces: number | null;
  readonly comment: string | null;
}

/** Surveys per statement. */
const CHUNK = 500;

/**
 * Takes surveys over from an older tool. Surveys that are already there are left as they are, so that an import that was
 * cut short can be run again.
 *
 * @returns how many were new.
 * @throws {StoreConflict} on `survey_open`: two open surveys about one claim.
 */
export async function importSurveys(store: SqlStore, rows: readonly ImportedSurvey[]): Promise<number> {
  const ordered = rows.toSorted((a, b) => Date.parse(a.invitedAt) - Date.parse(b.invitedAt));
  let count = 0;
  for (let from = 0; from < ordered.length; from += CHUNK) {
    const added = await store.query(
      `insert into surveys.survey (id, claim_number, customer_number, branch, status, invited_at, answered_at, expires_at,
         nps, csat, ces, comment)
       select id, "claimNumber", "customerNumber", branch, status, "invitedAt", "answeredAt", "expiresAt", nps, csat, ces, comment
         from rows from (jsonb_to_recordset($1::jsonb) as (id text, "claimNumber" text, "customerNumber" text, branch text,
           status text, "invitedAt" timestamptz, "answeredAt" timestamptz, "expiresAt" timestamptz, nps smallint,
           csat smallint, ces smallint, comment text)) with ordinality
        order by ordinality
       on conflict (id) do nothing returning id`,
      [JSON.stringify(ordered.slice(from, from + CHUNK))],
    );
    count += added.length;
  }
  return count;
}
