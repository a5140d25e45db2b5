import type { Clock } from '../../../schema/kernel/clock';
import { StoreConflict } from '../../../schema/ports/store';
import type { MeteredSession, MeteredStore } from '../../shared/metered-store';
import type { LifeCycle } from '../lifecycle/table';
import type { Automation } from './automate';
import type { KeptEvidence } from './automation.source';
import type { Verdict } from './decide';
import type { Evidence } from './fees';
import { type ContestedClaim, grant } from './grant';
import { UNTOUCHED } from './untouched';

/** What a decision is written with. */
export interface Recording {
  readonly store: MeteredStore;
  readonly clock: Clock;
  readonly automation: Automation;
  readonly lifeCycle: LifeCycle;
}

/**
 * Keeps what the rules said of a claim, once, and does what they grant, in one transaction. Nothing happens where a person
 * has taken the claim up, or somebody else asked the rules, meanwhile. A fee that another claim got back already, or for
 * which somebody proposes redress, is not given back again: then a person decides.
 */
export async function recordOnce(claim: ContestedClaim, verdict: Verdict, to: Recording): Promise<void> {
  try {
    await to.store.transaction((session) => record(session, claim, verdict, to));
  } catch (error) {
    if (!(error instanceof StoreConflict)) throw error;
    await to.store
      .transaction((session) => record(session, claim, { eligible: true }, to))
      .catch((again: unknown) => {
        if (!(again instanceof StoreConflict)) throw again; // Somebody else asked the rules meanwhile.
      });
  }
}

async function record(
  session: MeteredSession,
  claim: ContestedClaim,
  verdict: Verdict,
  { automation, clock, lifeCycle }: Recording,
): Promise<void> {
  const now = clock.now();
  const [still] = await session.query(
    1,
    `select from claims.claim c where c.seq = $1::bigint and ${UNTOUCHED} for no key update of c`,
    [claim.seq],
  );
  if (!still) return;
  const elsewhere = verdict.granted && (await redressedElsewhere(session, claim, verdict.granted.refunds));
  const { granted, shadow } = elsewhere ? {} : verdict;
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
  await session.query(
    1,
    'update claims.automation_try set next_at = null, eligible = true where claim_seq = $1::bigint',
    [claim.seq],
  );
  if (granted) await grant(session, claim, granted, now, { automation, lifeCycle });
}

/** Whether people deal with one of these fees on another claim, and did not turn it down. */
async function redressedElsewhere(
  session: MeteredSession,
  { seq }: ContestedClaim,
  refunds: readonly { readonly operation: { readonly reference: string } }[],
): Promise<boolean> {
  const found = await session.query(
    refunds.length,
    `select from claims.redress r join claims.claim c on c.seq = r.claim_seq
      where c.operation_reference = any($1) and r.claim_seq <> $2::bigint and r.state <> 'REJECTED' limit 1`,
    [refunds.map(({ operation }) => operation.reference), seq],
  );
  return found.length > 0;
}

const kept = (evidence: readonly Evidence[] = []): string =>
  JSON.stringify(
    evidence.map(({ role, operation: { reference, bookedOn, cents } }): KeptEvidence => ({
      ...{ role, reference, bookedOn },
      cents: cents.toString(),
    })),
  );
