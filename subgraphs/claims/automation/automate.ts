import { HubError } from '../../../schema/kernel/errors';
import type { LedgerEvidence } from '../../../schema/ports/ledger-evidence';
import type { Payments } from '../../../schema/ports/payments';
import { StoreConflict } from '../../../schema/ports/store';
import type { MeteredSession } from '../../shared/metered-store';
import { parisDay } from '../../shared/paris-day';
import type { ClaimantCapacity, Motive } from '../claim.enum';
import type { ClaimsContext } from '../context';
import type { AutomationSource, KeptEvidence } from './automation.source';
import { decide, isEligible, STATEMENT_DAYS, type Verdict } from './decide';
import type { Evidence } from './fees';
import { type ContestedClaim, grant } from './grant';
import type { AutomationRules } from './rules';
import type { AutomationWords } from './words';

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
  const customer = claim?.customer_number ?? null;
  if (!claim || customer === null) return;
  const { operation_reference: reference } = claim;
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

const kept = (evidence: readonly Evidence[] = []): string =>
  JSON.stringify(
    evidence.map(({ role, operation: { reference, bookedOn, cents } }): KeptEvidence => ({
      ...{ role, reference, bookedOn },
      cents: cents.toString(),
    })),
  );
