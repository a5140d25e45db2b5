import DataLoader from 'dataloader';
import type { MeteredStore } from '../shared/metered-store';
import type { ErasureStatus } from '../../schema/ports/erasure';
import type { PrivacyOutcome, PrivacyRequestKind } from './request.enum';
import type { RestrictionGround } from './standing.type';

/** A row of `privacy.request`. Instants are ISO 8601 in UTC with milliseconds. */
export interface RequestRow {
  readonly seq: string;
  readonly customer_number: string;
  readonly kind: PrivacyRequestKind;
  readonly received_at: string;
  readonly extended_at: string | null;
  readonly extension_reason: string | null;
  readonly closed_at: string | null;
  readonly outcome: PrivacyOutcome | null;
  readonly outcome_reason: string | null;
}

interface StandingRow {
  readonly seq: string;
  readonly customer_number: string;
  readonly reason: string;
  readonly starts_at: string;
  readonly ends_at: string | null;
  readonly end_reason: string | null;
}

/** A row of `privacy.restriction`. */
export interface RestrictionRow extends StandingRow {
  readonly ground: RestrictionGround;
}

/** A row of `privacy.objection`. */
export interface ObjectionRow extends StandingRow {
  readonly purpose: string;
}

/** A row of `privacy.erasure`. */
export interface ErasureRow {
  readonly customer_number: string;
  readonly system: string;
  readonly status: ErasureStatus;
  readonly until: string | null;
  readonly reason: string;
  readonly changed_at: string;
}

/** What is kept about data subjects, by customer number, for one operation; each batched. */
export interface PrivacySource {
  requests(customerNumber: string): Promise<readonly RequestRow[]>;
  restrictions(customerNumber: string): Promise<readonly RestrictionRow[]>;
  objections(customerNumber: string): Promise<readonly ObjectionRow[]>;
  erasures(customerNumber: string): Promise<readonly ErasureRow[]>;
  /** Forgets what was read before a change. */
  forget(): void;
}

export const REQUEST_COLUMNS =
  'seq, customer_number, kind, received_at, extended_at, extension_reason, closed_at, outcome, outcome_reason';
const STANDING_COLUMNS = 'seq, customer_number, reason, starts_at, ends_at, end_reason';

export function createPrivacySource(store: MeteredStore): PrivacySource {
  const rowsOf = <Row extends { readonly customer_number: string }>(
    columns: string,
    table: string,
    order: string,
  ) =>
    new DataLoader<string, readonly Row[]>(async (numbers) => {
      const rows = await store.query<Row>(
        numbers.length,
        `select ${columns} from privacy.${table} where customer_number = any($1) order by customer_number, ${order}`,
        [numbers],
      );
      const groups = Map.groupBy(rows, (row) => row.customer_number);
      return numbers.map((number) => groups.get(number) ?? []);
    });
  const requests = rowsOf<RequestRow>(REQUEST_COLUMNS, 'request', 'received_at, seq');
  const restrictions = rowsOf<RestrictionRow>(`${STANDING_COLUMNS}, ground`, 'restriction', 'starts_at, seq');
  const objections = rowsOf<ObjectionRow>(`${STANDING_COLUMNS}, purpose`, 'objection', 'starts_at, seq');
  const erasures = rowsOf<ErasureRow>(
    'customer_number, system, status, until, reason, changed_at',
    'erasure',
    'system',
  );
  return {
    requests: (number) => requests.load(number),
    restrictions: (number) => restrictions.load(number),
    objections: (number) => objections.load(number),
    erasures: (number) => erasures.load(number),
    forget() {
      for (const loader of [requests, restrictions, objections, erasures]) loader.clearAll();
    },
  };
}
