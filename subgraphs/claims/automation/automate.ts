import { HubError } from '../../../schema/kernel/errors';
import type { LedgerEvidence } from '../../../schema/ports/ledger-evidence';
import type { Payments } from '../../../schema/ports/payments';
import { parisDay } from '../../shared/paris-day';
import type { ClaimantCapacity, Motive } from '../claim.enum';
import type { ClaimsContext } from '../context';
import { reopening } from './ask-again';
import type { AutomationSource } from './automation.source';
import { decide, isEligible, STATEMENT_DAYS } from './decide';
import { recordOnce } from './record';
import type { AutomationRules } from './rules';
import { noteNotEligible, noteTry } from './tries';
import { UNTOUCHED } from './untouched';
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

/** What the rules need of a claim. */
export interface FiledRow {
  readonly seq: string;
  readonly motive: Motive;
  readonly capacity: ClaimantCapacity;
  readonly customer_number: string | null;
  readonly operation_reference: string | null;
  readonly disputed_minor: string | null;
  readonly language: string | null;
}

const JUST_FILED = `select seq, motive, capacity, customer_number, operation_reference, disputed_minor, language
  from claims.claim c where number = $1 and ${UNTOUCHED}`;

/**
 * Asks the rules about a claim that was just filed, and does what they grant: the event, the state, the message to the
 * claimant and the decision with its evidence are one transaction, done once. Filing never fails over it: where the ledger
 * does not answer, or anything else goes wrong in its systems, that is noted, and a job asks again.
 */
export async function automateClaim(number: string, context: ClaimsContext): Promise<void> {
  const { automation, store, operation, clock } = context;
  if (!automation.evidence || !automation.payments) return;
  const [claim] = await store.query<FiledRow>(1, JUST_FILED, [number]);
  const customer = claim?.customer_number ?? null;
  if (!claim || customer === null) return;
  const { operation_reference: reference } = claim;
  const facts = { ...claim, customer, operation: reference };
  if (reference === null || !isEligible(automation.rules, facts)) return;
  const today = parisDay(clock.now()).toString();
  try {
    const statement = await automation.evidence.around(reference, STATEMENT_DAYS, today, operation);
    const verdict = decide(automation.rules, facts, statement, today);
    if (!verdict.eligible) {
      await noteNotEligible(store, automation.rules, [claim.seq], clock.now());
      return;
    }
    await automation.payments.prepare();
    await recordOnce({ ...claim, number, account: statement?.account ?? '' }, verdict, context);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    await noteTry(store, automation.rules, claim.seq, reopening(error), clock.now()).catch(
      (lost: unknown) => {
        if (!(lost instanceof HubError)) throw lost; // The job finds a claim of which nothing is noted.
      },
    );
  }
}
