import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { BadUserInput, HubError } from '../../../schema/kernel/errors';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkIdempotencyKey } from '../../shared/idempotency';
import { parisDay } from '../../shared/paris-day';
import { GraphQLDate } from '../../shared/scalars';
import { Queue } from '../claim.enum';
import { claimByNumber, type ClaimsContext } from '../context';
import { applyChange } from '../lifecycle/apply-change';
import { ChangeClaimInput, ChangeClaimPayload } from '../lifecycle/change.type';
import { ClaimEventType } from '../timeline.enum';
import { assignNext } from './assign-next';
import { AssignNextPayload, SetAbsencePayload } from './handling.type';
import { chooseHandler, keepAbsence } from './roster';

const KEY =
  'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input give the same answer again.';
const staff = { subject: 'employee' } as const;

@Resolver()
export class HandlingResolver {
  @NotPersonal()
  @Mutation(() => ChangeClaimPayload, {
    nullable: true,
    description:
      'Gives a claim to somebody of its team: to whom is said, or to whoever is there and has the least to do.',
  })
  assignClaim(
    @NotPersonal()
    @Arg('input', () => ChangeClaimInput, { description: 'Which claim, as the caller saw it.' })
    input: ChangeClaimInput,
    @Personal('staff.unique_id', staff)
    @Arg('staffNumber', () => String, {
      nullable: true,
      description: 'To whom; by load where it is not said.',
    })
    staffNumber: string | null,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const asked = staffNumber ?? null;
    const today = parisDay(context.clock.now()).toString();
    return applyChange(context, 'assignClaim', ClaimEventType.ASSIGNED, input, {
      details: { staffNumber: asked },
      handler: (session, seq) => chooseHandler(session, seq, asked, today),
    });
  }

  @NotPersonal()
  @Mutation(() => AssignNextPayload, {
    nullable: true,
    description: 'Gives the caller the most pressing claim of a team that nobody has yet.',
  })
  async assignNext(
    @Personal('bank.internal', { subject: 'claimant' })
    @Arg('queue', () => Queue, { description: 'Of which team.' })
    queue: Queue,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) idempotencyKey: string,
    @Ctx() context: ClaimsContext,
  ): Promise<AssignNextPayload> {
    checkIdempotencyKey(idempotencyKey);
    const number = await assignNext(queue, idempotencyKey, context);
    context.claims.forget();
    const claim = number === null ? null : await claimByNumber(number, context);
    return { facts: claim?.facts ?? {}, claim };
  }

  @NotPersonal()
  @Mutation(() => SetAbsencePayload, {
    nullable: true,
    description: 'Says that somebody who handles claims is away: nothing is given to them then.',
  })
  async setAbsence(
    @NotPersonal()
    @Arg('from', () => GraphQLDate, { description: 'The first day.' })
    from: string,
    @NotPersonal() @Arg('to', () => GraphQLDate, { description: 'The last day.' }) to: string,
    @Personal('staff.unique_id', staff)
    @Arg('staffNumber', () => String, {
      nullable: true,
      description: 'Who; the caller where it is not said.',
    })
    staffNumber: string | null,
    @Ctx() { store, operation }: ClaimsContext,
  ): Promise<SetAbsencePayload> {
    const { staffNumber: own, roles } = operation.caller;
    const who = staffNumber ?? own;
    if (who === undefined) throw new BadUserInput('staffNumber', 'who is away is expected.');
    if (who !== own && !roles.includes('handler_l2')) {
      throw new HubError('OPERATION_ACCESS_DENIED', 'Advisers say this of themselves.');
    }

    if (to < from) throw new BadUserInput('to', 'a day that is not before the first is expected.');
    await store.transaction((session) => keepAbsence(session, who, from, to));
    return { staffNumber: who };
  }
}
