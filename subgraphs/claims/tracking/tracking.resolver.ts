import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { NotFound } from '../../../schema/kernel/errors';
import { NotPersonal } from '../../shared/classify';
import { claimDeadlines } from '../claim-parts.resolver';
import { claimOf } from '../claim.record';
import type { ClaimsContext } from '../context';
import { guarded } from './attempts';
import { isSecretOf } from './secret';
import { TrackedClaim } from './tracking.type';

@Resolver(() => TrackedClaim)
export class TrackingResolver {
  @NotPersonal('bank.tracking')
  @Query(() => TrackedClaim, {
    nullable: true,
    description:
      'How a claim goes, for whoever has its number and the secret that was shown on filing; no token is needed. A wrong secret and an unknown number look alike, and wrong ones cost growing waits.',
  })
  async trackClaim(
    @NotPersonal('bank.tracking')
    @Arg('number', () => String, { description: 'E.g. `RC-2026-0001234`.' })
    number: string,
    @NotPersonal('bank.tracking')
    @Arg('secret', () => String, {
      description: 'As it was shown on filing; blanks and hyphens do not matter.',
    })
    secret: string,
    @Ctx() context: ClaimsContext,
  ): Promise<TrackedClaim> {
    const { store, ids, clock, operation, tracking } = context;
    if (!/^RC-\d{4}-\d{7,12}$/.test(number)) throw new NotFound('Claim');
    const guess = { number, caller: operation.caller.subject, now: clock.now() };
    const found = await store.transaction((session) =>
      guarded(session, tracking, guess, async () => {
        const [row] = await session.query<{ digest: string | null }>(
          1,
          'select tracking_digest as digest from claims.claim where number = $1',
          [number],
        );
        return isSecretOf(ids, number, secret.slice(0, 100), row?.digest) ? number : undefined;
      }),
    );
    const row = found === undefined ? undefined : await context.claims.byNumber(found);
    if (!row) throw new NotFound('Claim');
    const claim = claimOf(row, ids);
    const [deadlines, events] = await Promise.all([
      claimDeadlines(claim, context),
      context.claims.timeline(claim.seq),
    ]);
    return {
      facts: claim.facts,
      status: claim.status,
      deadlines: deadlines.map(({ rule, dueOn, status }) => ({ rule, dueOn, status })),
      timeline: events.map(({ type }) => type),
    };
  }
}
