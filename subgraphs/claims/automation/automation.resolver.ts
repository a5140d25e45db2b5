import { Temporal } from 'temporal-polyfill';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { HubError } from '../../../schema/kernel/errors';
import type { IdSealer } from '../../../schema/kernel/ids';
import { NotPersonal, Personal } from '../../shared/classify';
import { ClaimStatus } from '../claim.enum';
import { Claim } from '../claim.type';
import { claimById, type ClaimsContext } from '../context';
import { applyChange } from '../lifecycle/apply-change';
import { ChangeClaimInput, ChangeClaimPayload } from '../lifecycle/change.type';
import { ClaimEventType } from '../timeline.enum';
import type { AutomationRow, KeptEvidence, TryRow } from './automation.source';
import { AutomationDecision, type AutomationEvidence, ClaimAutomation, Decider } from './automation.type';

@Resolver(() => Claim)
export class AutomationResolver {
  @Personal('bank.claim', { subject: 'claimant' })
  @FieldResolver(() => ClaimAutomation, {
    nullable: true,
    description: 'What the rules for simple claims said of it; nothing where they were not asked.',
  })
  async automation(
    @Root() { seq, status }: Claim,
    @Ctx() { automations, ids }: ClaimsContext,
  ): Promise<ClaimAutomation | null> {
    const [row, tried] = await Promise.all([automations.of(seq), automations.triesOf(seq)]);
    if (row) return { ...automationOf(row, ids), triedAt: tried?.tried_at ?? null, triesAgainAt: null };
    return tried && tried.eligible !== false ? triedOf(tried, status === ClaimStatus.FILED) : null;
  }

  @NotPersonal()
  @Mutation(() => ChangeClaimPayload, {
    nullable: true,
    description:
      'Asks for a person where rules decided: the complaints service takes the claim up. What was granted stays granted.',
  })
  async requestHumanReview(
    @NotPersonal()
    @Arg('input', () => ChangeClaimInput, { description: 'Which claim, as the caller saw it.' })
    input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const { seq } = await claimById(input.claimId, context);
    const row = await context.automations.of(seq);
    if (row?.decision !== 'GRANTED') {
      throw new HubError('INVALID_STATE', 'A person decides on this claim already.');
    }
    return applyChange(context, 'requestHumanReview', ClaimEventType.HUMAN_REVIEW_REQUESTED, input);
  }
}

/** @param waits whether nobody has taken the claim up. */
function triedOf(
  { rules_version, tried_at: triedAt, next_at: nextAt }: TryRow,
  waits: boolean,
): ClaimAutomation {
  const triesAgainAt = waits ? nextAt : null;
  const decision = triesAgainAt === null ? AutomationDecision.NONE : AutomationDecision.PENDING;
  return {
    ...{ eligible: true, decision, decidedBy: Decider.PERSON, decidedAt: null, triedAt, triesAgainAt },
    ...{
      rule: null,
      legalReference: null,
      rulesVersion: rules_version,
      amount: null,
      evidence: [],
      shadow: null,
    },
  };
}

function automationOf(row: AutomationRow, ids: IdSealer): Omit<ClaimAutomation, 'triedAt' | 'triesAgainAt'> {
  const granted = row.decision === 'GRANTED';
  return {
    eligible: true,
    decision: granted ? AutomationDecision.GRANTED : AutomationDecision.NONE,
    decidedBy: granted ? Decider.AUTOMATION : Decider.PERSON,
    decidedAt: row.at,
    rule: row.rule,
    legalReference: row.legal_reference,
    rulesVersion: row.rules_version,
    amount: euros(row.amount_minor),
    evidence: row.evidence.map((each) => evidenceOf(each, ids)),
    shadow:
      row.shadow_rule === null
        ? null
        : {
            rule: row.shadow_rule,
            amount: euros(row.shadow_minor),
            evidence: row.shadow_evidence.map((each) => evidenceOf(each, ids)),
          },
  };
}

const euros = (cents: string | null) =>
  cents === null ? null : { minorUnits: BigInt(cents), currency: 'EUR' };

const evidenceOf = (
  { role, reference, bookedOn, cents }: KeptEvidence,
  ids: IdSealer,
): AutomationEvidence => ({
  role,
  bookedOn: Temporal.PlainDate.from(bookedOn),
  amount: euros(cents),
  operation: { id: ids.seal('opr', reference) },
});
