import { createHash } from 'node:crypto';
import { HubError } from '../../../schema/kernel/errors';
import type { LedgerEvidence } from '../../../schema/ports/ledger-evidence';
import type { Payments } from '../../../schema/ports/payments';
import { StoreConflict } from '../../../schema/ports/store';
import type { MeteredSession } from '../../shared/metered-store';
import { parisDay } from '../../shared/paris-day';
import { type ClaimantCapacity, Channel, type Motive, Outcome } from '../claim.enum';
import type { ClaimsContext } from '../context';
import { lockClaim, writeState } from '../lifecycle/change';
import { writeMessage } from '../lifecycle/message';
import { after } from '../lifecycle/state';
import { Actor, ClaimEventType, MessageAuthor } from '../timeline.enum';
import type { AutomationSource, KeptEvidence } from './automation.source';
import { decide, type Grant, isEligible, STATEMENT_DAYS, type Verdict } from './decide';
import type { Evidence } from './fees';
import type { AutomationRules } from './rules';
import { type AutomationWords, grantText } from './words';

/** What simple claims are decided with. */
export interface Automation {
  readonly rules: AutomationRules;
  readonly words: AutomationWords;
  /** Both are absent in a process that has no way to the ledger, or to payments: people decide everything then. */
  readonly evidence: LedgerEvidence | undefined;
  readonly payments: Payments | undefined;
}

/** As part of the claims' context. */
export interface AutomationContext {
  readonly automation: Automation;
  readonly automations: AutomationSource;
}

interface FiledRow {
  readonly seq: string;
  readonly motive: Motive;
  readonly capacity: ClaimantCapacity;
  readonly customer_number: string | null;
  readonly operation_reference: string | null;
  readonly disputed_minor: string | null;
  readonly language: string | null;
}

/** A claim about an operation of an account. */
interface ContestedClaim extends FiledRow {
  readonly number: string;
  /** `CPT_NUM`: the account that was charged, and is credited. */
  readonly account: string;
}

const UNTOUCHED = `select seq, motive, capacity, customer_number, operation_reference, disputed_minor, language
  from claims.claim c
 where number = $1 and status = 'FILED' and not exists (select 1 from claims.automation a where a.claim_seq = c.seq)`;

/**
 * Asks the rules about a claim that was just filed, and does what they grant: the event, the state, the message to the
 * claimant and the decision with its evidence are one transaction, done once. Where the ledger does not answer, or
 * anything else goes wrong in its systems, a person decides: filing never fails over it.
 */
export async function automateClaim(number: string, context: ClaimsContext): Promise<void> {
  const { automation, store, operation, clock } = context;
  if (!automation.evidence || !automation.payments) return;
  const [claim] = await store.query<FiledRow>(1, UNTOUCHED, [number]);
  if (!claim || claim.customer_number === null) return;
  const { operation_reference: reference, customer_number: customer } = claim;
  const facts = { ...claim, customer, operation: reference };
  if (reference === null || !isEligible(automation.rules, facts)) return;
  const today = parisDay(clock.now()).toString();
  try {
    const statement = await automation.evidence.around(reference, STATEMENT_DAYS, today, operation);
    const verdict = decide(automation.rules, facts, statement, today);
    if (!verdict.eligible) return;
    await automation.payments.prepare();
    await recordOnce({ ...claim, number, account: statement?.account ?? '' }, verdict, context);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
  }
}

/** A fee that another claim got back already is not given back again: then a person decides. */
async function recordOnce(claim: ContestedClaim, verdict: Verdict, context: ClaimsContext): Promise<void> {
  try {
    await context.store.transaction((session) => record(session, claim, verdict, context));
  } catch (error) {
    if (!(error instanceof StoreConflict)) throw error;
    await context.store
      .transaction((session) => record(session, claim, { eligible: true }, context))
      .catch((again: unknown) => {
        if (!(again instanceof StoreConflict)) throw again; // Somebody else asked the rules meanwhile.
      });
  }
}

async function record(
  session: MeteredSession,
  claim: ContestedClaim,
  { granted, shadow }: Verdict,
  context: ClaimsContext,
): Promise<void> {
  const { automation, clock } = context;
  const now = clock.now();
  await session.query(
    1,
    `insert into claims.automation (claim_seq, at, rules_version, decision, rule, legal_reference, amount_minor, evidence,
       shadow_rule, shadow_minor, shadow_evidence)
     values ($1::bigint, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11::jsonb)`,
    [
      claim.seq,
      now.toISOString(),
      automation.rules.version,
      granted ? 'GRANTED' : 'NONE',
      granted?.rule.id ?? null,
      granted?.rule.legalReference ?? null,
      granted?.cents.toString() ?? null,
      kept(granted?.evidence),
      shadow?.rule.id ?? null,
      shadow?.cents.toString() ?? null,
      kept(shadow?.evidence),
    ],
  );
  if (granted) await grant(session, claim, granted, now, context);
}

async function grant(
  session: MeteredSession,
  { seq, number, account, disputed_minor: disputed, language }: ContestedClaim,
  { rule, cents, refunds, evidence }: Grant,
  now: Date,
  { automation, lifeCycle }: ClaimsContext,
): Promise<void> {
  for (const { operation, cents: back } of refunds) {
    await session.query(
      1,
      'insert into claims.automation_refund (operation_reference, claim_seq, amount_minor) values ($1, $2::bigint, $3)',
      [operation.reference, seq, back.toString()],
    );
  }
  const at = now.toISOString();
  const actor = Actor.SYSTEM;
  const locked = await lockClaim(session, seq);
  const granted = after(lifeCycle, locked, { type: ClaimEventType.AUTOMATICALLY_GRANTED, actor, at });
  const reason = rule.id;
  await writeState(
    session,
    seq,
    { event: ClaimEventType.AUTOMATICALLY_GRANTED, actor, reason },
    granted,
    now,
  );
  // Less than what is disputed would be a refusal of the rest: that is for a person to say.
  const fee = evidence.find(({ role }) => role === 'FEE')?.operation.cents ?? 0n;
  const full = cents >= (disputed === null ? fee : BigInt(disputed));
  if (full) {
    const said = { type: ClaimEventType.ANSWERED, actor, at, outcome: Outcome.UPHELD };
    const answered = after(lifeCycle, granted, said);
    const event = { event: said.type, actor, channel: Channel.ONLINE, outcome: Outcome.UPHELD };
    await writeState(session, seq, event, answered, now);
  }
  const text = grantText(automation.words, language, full, cents, rule.legalReference);
  await writeMessage(session, seq, text, MessageAuthor.BANK, now);
  await automation.payments?.order(
    { query: (statement, values) => session.query(1, statement, values) },
    {
      reference: paymentReference(number),
      claimNumber: number,
      type: 'REFUND',
      amount: { minorUnits: cents, currency: 'EUR' },
      accountNumber: account,
      reason: `Reclamation ${number}`,
    },
    now,
  );
}

/** One order per claim, whoever asks and however often; it tells nothing about the claim. */
const paymentReference = (number: string): string =>
  `RDR-AUTO-${createHash('sha256').update(`automation\0${number}`).digest('hex').slice(0, 16)}`;

const kept = (evidence: readonly Evidence[] = []): string =>
  JSON.stringify(
    evidence.map(({ role, operation: { reference, bookedOn, cents } }): KeptEvidence => ({
      ...{ role, reference, bookedOn },
      cents: cents.toString(),
    })),
  );
