import type { Json } from '../../schema/kernel/canonical-json';
import { NotFound } from '../../schema/kernel/errors';
import type { IdSealer } from '../../schema/kernel/ids';
import { onceNamed } from '../shared/idempotency';
import type { MeteredSession } from '../shared/metered-store';
import { parisDay } from '../shared/paris-day';
import { moneyText } from '../shared/scalars';
import { ClaimStatus } from './claim.enum';
import type { ClaimsContext } from './context';
import { datedCopyOf } from './dated-copy';
import { deleteDraft } from './drafts/drafts';
import type { Filing } from './filing.rules';
import { firstRouting, type FirstRouting } from './routing/first';
import { ClaimEventType } from './timeline.enum';
import { trackingDigest, trackingSecret } from './tracking/secret';

/**
 * Records a claim with its first event and its dated copy, in one transaction: durable when the promise resolves.
 *
 * @param key the client's; the same key and filing give the same number again.
 * @returns the claim's number.
 * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`.
 */
export async function recordClaim(
  filing: Filing,
  key: string,
  mutation: 'fileClaim' | 'fileClaimOnBehalf',
  { store, operation, clock, ids, routing, rules }: ClaimsContext,
): Promise<string> {
  const now = clock.now();
  const first = await firstRouting(filing, routing, rules, now);
  const { subject } = operation.caller;
  const request = {
    schema: 'claims',
    subject,
    mutation,
    key,
    input: asJson(filing),
    now,
  } as const;
  return store.transaction((session) =>
    onceNamed(session, request, { sql: 'claims.next_number($6::int)', of: parisDay(now).year }, (number) =>
      insertClaim(session, number, filing, first, { ids, now, subject, key }),
    ),
  );
}

/** By whom and when a claim is filed. */
interface FiledBy {
  readonly ids: IdSealer;
  readonly now: Date;
  readonly subject: string;
  readonly key: string;
}

async function insertClaim(
  session: MeteredSession,
  number: string,
  filing: Filing,
  { route, priority, dueOn, rulesVersion, today }: FirstRouting,
  { ids, now, subject, key }: FiledBy,
): Promise<void> {
  const receivedAt = filing.receivedAt ?? now;
  await useDraft(session, filing);
  const copy = datedCopyOf(number, filing, receivedAt, now);
  await session.query(
    1,
    // A customer's branch is where their last claim went; without one, the complaints service assigns it.
    `with filed as (
       insert into claims.claim (number, status, level, channel, product, motive, capacity, description,
         disputed_minor, disputed_currency, sent_at, received_at, filed_at, priority, queue, branch, handled_by,
         customer_number, account_number, operation_reference, language, intake_answers,
         tracking_digest, claimant, formalisation_invited_at, due_on)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
         coalesce($16, (select c.branch from claims.claim c where c.customer_number = $18
                         order by c.filed_at desc, c.seq desc limit 1)),
         $17, $18, $19, $20, $26, $27::jsonb, $28, $29::jsonb,
         case when $30::boolean then $13::timestamptz end, coalesce($32::date, 'infinity'))
       returning seq),
     event as (
       insert into claims.claim_event (claim_seq, at, type, channel, actor, level)
       select seq, $13::timestamptz, $21, $4, $22, $3 from filed
       union all
       select seq, $13::timestamptz, $31, $4, $22, null from filed where $30::boolean),
     routed as (
       insert into claims.routing (claim_seq, rules_version, claim_version, assessed_on, rule, queue, reason, alternatives,
         factors)
       select seq, $33, 1, $34::date, $35, $15, $36, $37::text[], $38::jsonb from filed)
     insert into claims.dated_copy (claim_seq, reference, filed_at, sha256, text)
     select seq, $23, $13, $24, $25 from filed`,
    [
      number,
      ClaimStatus.FILED,
      filing.level,
      filing.channel,
      filing.product,
      filing.motive,
      filing.capacity,
      filing.description,
      filing.disputedAmount?.minorUnits.toString() ?? null,
      filing.disputedAmount?.currency ?? null,
      filing.sentAt?.toISOString() ?? null,
      receivedAt.toISOString(),
      now.toISOString(),
      priority.points,
      route.queue,
      filing.branch,
      filing.handledBy,
      filing.customerNumber,
      filing.accountNumber,
      filing.operationReference,
      ClaimEventType.FILED,
      filing.actor,
      copy.reference,
      copy.sha256,
      copy.text,
      filing.language,
      filing.answers && JSON.stringify(filing.answers),
      trackingDigest(ids, number, trackingSecret(ids, number, subject, key)),
      filing.claimant && JSON.stringify(filing.claimant),
      filing.formalisationInvited,
      ClaimEventType.FORMALISATION_INVITED,
      dueOn,
      rulesVersion,
      today,
      route.rule,
      route.reason,
      route.alternatives,
      JSON.stringify(priority.factors),
    ],
  );
}

/** A draft ends in the transaction that records the claim. @throws {NotFound} there is no such draft of the customer's. */
async function useDraft(session: MeteredSession, { draft, customerNumber }: Filing): Promise<void> {
  if (draft === null) return;
  const used = customerNumber !== null && (await deleteDraft(session, draft, customerNumber));
  if (!used) throw new NotFound('ClaimDraft');
}

const asJson = ({ disputedAmount, sentAt, receivedAt, ...rest }: Filing): Json => ({
  ...rest,
  disputedAmount: disputedAmount && moneyText(disputedAmount),
  sentAt: sentAt?.toISOString() ?? null,
  receivedAt: receivedAt?.toISOString() ?? null,
});
