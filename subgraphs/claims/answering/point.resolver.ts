import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { BadUserInput, NotFound } from '../../../schema/kernel/errors';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkFreeText } from '../../shared/free-text';
import { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import { actorOf } from '../filing.rules';
import { ChangeClaimInput, ChangeClaimPayload } from '../lifecycle/change.type';
import { mayBeAnswered } from './answer-state';
import { changePart, nextVersion } from './part-change';
import { ClaimPoint } from './point.type';

const INPUT = { description: 'Which claim, as the caller saw it.' };
const claimant = { subject: 'claimant' } as const;

/** How much a point, and what is said about it, may say; how many points a claim may have. */
const [POINT_MAX, SETTLEMENT_MAX, POINTS_MAX] = [1_000, 4_000, 50];

@Resolver(() => Claim)
export class ClaimPointResolver {
  @Personal('bank.claim', claimant)
  @FieldResolver(() => [ClaimPoint], {
    nullable: true,
    description: 'What the claimant wants answered, one by one.',
  })
  async points(@Root() { seq }: Claim, @Ctx() { parts, ids }: ClaimsContext): Promise<ClaimPoint[]> {
    const rows = await parts.points(seq);
    return rows.map((row) => ({
      id: ids.seal('pnt', row.seq),
      text: row.text,
      answered: row.settlement !== null,
    }));
  }

  @NotPersonal()
  @Mutation(() => ChangeClaimPayload, {
    nullable: true,
    description: 'Adds something that the answer has to say something about.',
  })
  addClaimPoint(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Personal('user.content.private', claimant)
    @Arg('text', () => String, { description: 'What is to be answered, up to 1,000 characters.' })
    text: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    checkFreeText('text', text, POINT_MAX);
    const actor = actorOf(context.operation.caller);
    return changePart(context, 'addClaimPoint', input, text, async ({ session, claim, locked, now }) => {
      mayBeAnswered(context.lifeCycle, locked);
      const [added] = await session.query(
        1,
        `insert into claims.claim_point (claim_seq, at, said_as, text) select $1::bigint, $2, $3, $4
          where (select count(*) from claims.claim_point where claim_seq = $1::bigint) < $5 returning seq`,
        [claim.seq, now.toISOString(), actor, text, POINTS_MAX],
      );
      if (!added) throw new BadUserInput('text', `a claim has at most ${POINTS_MAX} points.`);
      await nextVersion(session, claim.seq);
    });
  }

  @NotPersonal()
  @Mutation(() => ChangeClaimPayload, {
    nullable: true,
    description: 'Writes what the answer says about one point; again, it is written anew.',
  })
  settleClaimPoint(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @NotPersonal() @Arg('pointId', () => ID, { description: 'Opaque key of the point.' }) pointId: string,
    @Personal('user.content.private', claimant)
    @Arg('text', () => String, { description: 'What the answer says about it, up to 4,000 characters.' })
    text: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    checkFreeText('text', text, SETTLEMENT_MAX);
    const point = context.ids.open('pnt', pointId);
    if (point === undefined) throw new BadUserInput('pointId', 'not a key of that kind.');
    const more = { point, text };
    return changePart(context, 'settleClaimPoint', input, more, async ({ session, claim, locked, now }) => {
      mayBeAnswered(context.lifeCycle, locked);
      const [settled] = await session.query(
        1,
        `update claims.claim_point set settlement = $3, settled_at = $4 where seq = $2::bigint and claim_seq = $1::bigint
         returning seq`,
        [claim.seq, point, text, now.toISOString()],
      );
      if (!settled) throw new NotFound('Point');
      await nextVersion(session, claim.seq);
    });
  }
}
