import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Personal } from '../../shared/classify';
import { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import { ClaimRouting, PriorityFactor } from './routing.type';

const claimant = { subject: 'claimant' } as const;

@Resolver(() => Claim)
export class RoutingResolver {
  @Personal('bank.internal', claimant)
  @FieldResolver(() => ClaimRouting, {
    nullable: true,
    description: 'Why it waits for its team; nothing for claims that ended before there were rules.',
  })
  async routing(
    @Root() { seq, queue }: Claim,
    @Ctx() { routings }: ClaimsContext,
  ): Promise<ClaimRouting | null> {
    const row = await routings.of(seq);
    if (!row) return null;
    const { reason, alternatives, rules_version: rulesVersion } = row;
    if (row.queue === queue) return { queue, reason, alternatives, rulesVersion };
    const others = [row.queue, ...alternatives].filter((each) => each !== queue);
    return { queue, reason: null, alternatives: others, rulesVersion };
  }

  @Personal('bank.internal', claimant)
  @FieldResolver(() => [PriorityFactor], {
    nullable: true,
    description: 'What makes it as pressing as it is, the heaviest first.',
  })
  async priorityFactors(
    @Root() { seq }: Claim,
    @Ctx() { routings }: ClaimsContext,
  ): Promise<readonly PriorityFactor[]> {
    return (await routings.of(seq))?.factors ?? [];
  }
}
