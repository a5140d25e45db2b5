import type { IdSealer } from '../../schema/kernel/ids';
import type { RowFacts } from '../../schema/policy/row';
import { storeColumns } from '../shared/projection/store-columns';
import type { Wanted } from '../shared/projection/wanted';
import type {
  Channel,
  ClaimantCapacity,
  ClaimLevel,
  ClaimStatus,
  Motive,
  Outcome,
  Product,
  Queue,
} from './claim.enum';
import { Claim } from './claim.type';
import type { KeptClaimant } from './claimant';
import type { KeptAnswer } from './intake/answers';
import type { Language } from './intake/intake.enum';

/** A row of `claims.claim` with its dated copy. Instants are ISO 8601 in UTC with milliseconds. */
export interface ClaimRow {
  readonly seq: string;
  readonly number: string;
  readonly version: number;
  readonly status: ClaimStatus;
  readonly level: ClaimLevel;
  readonly channel: Channel;
  readonly product: Product;
  readonly motive: Motive;
  readonly capacity: ClaimantCapacity;
  /** Missing where the operation does not need it; as is the amount. */
  readonly description?: string;
  readonly disputed_minor?: string | null;
  readonly disputed_currency?: string | null;
  readonly intake_answers?: readonly KeptAnswer[] | null;
  readonly language?: Language | null;
  readonly sent_at: string | null;
  readonly received_at: string;
  readonly filed_at: string;
  readonly closed_at: string | null;
  readonly outcome: Outcome | null;
  readonly priority: number;
  readonly queue: Queue;
  readonly branch: string | null;
  readonly handled_by: string | null;
  readonly customer_number: string | null;
  readonly claimant?: KeptClaimant | null;
  readonly formalisation_invited_at: string | null;
  readonly account_number: string | null;
  readonly operation_reference: string | null;
  readonly copy_reference: string | null;
  readonly copy_filed_at: string | null;
  readonly copy_sha256: string | null;
}

/** The table is `c`, its dated copy `d`. */
const ALWAYS = `c.seq, c.number, c.version, c.status, c.level, c.channel, c.product, c.motive, c.capacity,
  c.sent_at, c.received_at, c.filed_at, c.closed_at, c.outcome,
  c.priority, c.queue, c.branch, c.handled_by, c.customer_number, c.account_number, c.operation_reference,
  c.formalisation_invited_at,
  d.reference as copy_reference, d.filed_at as copy_filed_at, d.sha256 as copy_sha256`;

const PERSONAL = {
  description: 'c.description',
  disputedAmount: 'c.disputed_minor, c.disputed_currency',
  language: 'c.language',
  claimant: 'c.claimant',
  intakeAnswers: 'c.intake_answers',
};

/** @returns what `ClaimRow` is read with. @param wanted the fields that the operation needs. */
export const claimColumns = (wanted: Wanted): string => storeColumns('Claim', ALWAYS, PERSONAL, wanted);

/** @returns what the policy may know of a claim. */
export const factsOf = (row: ClaimRow): RowFacts => ({
  customer: row.customer_number,
  branch: row.branch,
  handler: row.handled_by,
  level: row.level,
  claim: row.number,
});

/** From a row to the graph's claim. */
export function claimOf(row: ClaimRow, ids: IdSealer): Claim {
  const facts = factsOf(row);
  const id = ids.seal('clm', row.number);
  return Object.assign(new Claim(), {
    facts,
    seq: row.seq,
    about: { customer: row.customer_number, account: row.account_number, operation: row.operation_reference },
    answers: row.intake_answers ?? [],
    id,
    number: row.number,
    status: row.status,
    level: row.level,
    channel: row.channel,
    product: row.product,
    motive: row.motive,
    capacity: row.capacity,
    description: row.description ?? null,
    disputedAmount:
      row.disputed_minor && row.disputed_currency
        ? { minorUnits: BigInt(row.disputed_minor), currency: row.disputed_currency }
        : null,
    language: row.language ?? null,
    claimant: row.claimant ?? null,
    formalisationInvitedAt: row.formalisation_invited_at,
    filedAt: row.filed_at,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
    closedAt: row.closed_at,
    outcome: row.outcome,
    priority: row.priority,
    queue: row.queue,
    branch: row.branch,
    handledBy: row.handled_by,
    version: row.version,
    datedCopy:
      row.copy_reference === null
        ? null
        : {
            claim: { seq: row.seq, id },
            reference: row.copy_reference,
            filedAt: row.copy_filed_at,
            sha256: row.copy_sha256,
            pdfPath: `/claims/${id}/dated-copy.pdf`,
          },
  } satisfies Claim);
}
