import DataLoader from 'dataloader';
import type { RowFilter } from '../../schema/policy/row';
import type { StoreValue } from '../../schema/ports/store';
import type { Keyset, KeysetShape, PageRequest } from '../shared/connection';
import type { MeteredStore } from '../shared/metered-store';
import { visibleRows } from '../shared/visible-rows';
import type { SurveyRow } from './survey.record';
import { type SurveyStatus } from './survey.type';

/** Surveys stand newest first: by the instant of the invitation, then by the store's number. */
export const SURVEY_KEYSET: KeysetShape = ['instant', 'integer'];

/** A survey's place in the list. */
export const surveyKeyset = ({ invited_at, seq }: SurveyRow): Keyset => [invited_at, Number(seq)];

const TOP: Keyset = ['infinity', Number.MAX_SAFE_INTEGER];

/** Surveys for one operation of one caller. */
export interface SurveysSource {
  /** Batched. Whether the caller may know of it is asked by who uses this. */
  byId(id: string): Promise<SurveyRow | undefined>;
  /** The newest survey about a claim; batched. Whether the caller may know of it is asked by who uses this. */
  ofClaim(claimNumber: string): Promise<SurveyRow | undefined>;
  /** @returns up to `first + 1` rows that the caller may know of, after the place asked for. One statement. */
  page(request: PageRequest, status: SurveyStatus | null, now: Date): Promise<SurveyRow[]>;
  /** Forgets what was read before a change. */
  forget(): void;
}

/**
 * @param rows which surveys the caller may know of.
 * @param columns what the operation needs of them.
 */
export function createSurveysSource(store: MeteredStore, rows: RowFilter, columns: string): SurveysSource {
  const byId = new DataLoader<string, SurveyRow | undefined>(async (ids) => {
    const found = await store.query<SurveyRow>(
      ids.length,
      `select ${columns} from surveys.survey s where s.id = any($1)`,
      [ids],
    );
    const surveys = new Map(found.map((row) => [row.id, row]));
    return ids.map((id) => surveys.get(id));
  });

  const ofClaim = new DataLoader<string, SurveyRow | undefined>(async (numbers) => {
    const found = await store.query<SurveyRow>(
      numbers.length,
      `select distinct on (s.claim_number) ${columns} from surveys.survey s where s.claim_number = any($1)
        order by s.claim_number, s.invited_at desc, s.seq desc`,
      [numbers],
    );
    const surveys = new Map(found.map((row) => [row.claim_number, row]));
    return numbers.map((number) => surveys.get(number));
  });

  return {
    byId: (id) => byId.load(id),
    ofClaim: (claimNumber) => ofClaim.load(claimNumber),
    async page({ first, after = TOP }, status, now) {
      const visible = visibleRows(
        rows,
        { self: 's.customer_number', branch: 's.branch', cases: 's.claim_number' },
        6,
      );
      if (!visible) return [];
      const values: StoreValue[] = [after[0] ?? null, after[1] ?? null, first + 1, status, now.toISOString()];
      return store.query<SurveyRow>(
        1,
        `select ${columns} from surveys.survey s
          where (s.invited_at, s.seq) < ($1::timestamptz, $2::bigint)
            and ($4::text is null
                 or $4 = case when s.status = 'INVITED' and s.expires_at <= $5::timestamptz then 'EXPIRED' else s.status end)
            and ${visible.sql}
          order by s.invited_at desc, s.seq desc limit $3`,
        [...values, ...visible.values],
      );
    },
    forget() {
      byId.clearAll();
      ofClaim.clearAll();
    },
  };
}
