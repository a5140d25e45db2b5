import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { BadUserInput, NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { checkFreeText } from '../shared/free-text';
import { change, dataSubjectById, type PrivacyContext } from './context';
import { DataSubjectPayload } from './data-subject.type';
import { REASON_MAX } from './requests';
import { KEY, payloadOf } from './request.resolver';
import { EndStandingInput, ObjectToProcessingInput, RestrictProcessingInput } from './standing.type';
import { endStanding, objectablePurposes, recordStanding } from './standings';

@Resolver()
export class StandingResolver {
  @NotPersonal()
  @Mutation(() => DataSubjectPayload, {
    nullable: true,
    description:
      'Restricts the use of a person’s data (art. 18 GDPR): in force with the next request of anyone.',
  })
  async restrictProcessing(
    @NotPersonal()
    @Arg('input', () => RestrictProcessingInput, { description: 'Whose, on what ground, from when to when.' })
    { dataSubjectId, ground, ...terms }: RestrictProcessingInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubjectPayload> {
    return record('restriction', ground, dataSubjectId, terms, key, context);
  }

  @NotPersonal()
  @Mutation(() => DataSubjectPayload, {
    nullable: true,
    description:
      'Records a person’s objection to a purpose (art. 21 GDPR): heeded from the next request of anyone.',
  })
  async objectToProcessing(
    @NotPersonal()
    @Arg('input', () => ObjectToProcessingInput, { description: 'Whose, to what, from when to when.' })
    { dataSubjectId, purpose, ...terms }: ObjectToProcessingInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubjectPayload> {
    const purposes = objectablePurposes(context.policy);
    if (!purposes.includes(purpose)) {
      throw new BadUserInput('input.purpose', `one of ${purposes.join(', ')} is expected.`);
    }
    return record('objection', purpose, dataSubjectId, terms, key, context);
  }

  @NotPersonal()
  @Mutation(() => DataSubjectPayload, { nullable: true, description: 'Lifts a restriction from now on.' })
  async liftRestriction(
    @NotPersonal()
    @Arg('input', () => EndStandingInput, { description: 'Which, and why.' })
    { id, reason }: EndStandingInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubjectPayload> {
    const seq = context.ids.open('rst', id);
    if (seq === undefined) throw new NotFound('ProcessingRestriction');
    return end('restriction', seq, reason, key, context);
  }

  @NotPersonal()
  @Mutation(() => DataSubjectPayload, { nullable: true, description: 'Ends an objection from now on.' })
  async withdrawObjection(
    @NotPersonal()
    @Arg('input', () => EndStandingInput, { description: 'Which, and why.' })
    { id, reason }: EndStandingInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubjectPayload> {
    const seq = context.ids.open('obj', id);
    if (seq === undefined) throw new NotFound('ProcessingObjection');
    return end('objection', seq, reason, key, context);
  }
}

interface Terms {
  readonly reason: string;
  readonly from?: Date | null;
  readonly until?: Date | null;
}

async function record(
  table: 'restriction' | 'objection',
  about: string,
  dataSubjectId: string,
  { reason, from, until }: Terms,
  key: string,
  context: PrivacyContext,
): Promise<DataSubjectPayload> {
  checkFreeText('input.reason', reason, REASON_MAX);
  const dataSubject = await dataSubjectById(dataSubjectId, context);
  const { customerNumber } = dataSubject;
  await change(
    {
      mutation: table,
      key,
      input: {
        customerNumber,
        about,
        reason,
        from: from?.toISOString() ?? null,
        until: until?.toISOString() ?? null,
      },
      work: (session, now) => {
        const starts = from ?? now;
        if (until && until <= starts)
          throw new BadUserInput('input.until', 'it has to be after the beginning.');
        return recordStanding(
          session,
          table,
          { customerNumber, about, reason, from: starts, until: until ?? null },
          now,
        );
      },
    },
    context,
  );
  await context.heard();
  return { dataSubject };
}

async function end(
  table: 'restriction' | 'objection',
  seq: string,
  reason: string,
  key: string,
  context: PrivacyContext,
): Promise<DataSubjectPayload> {
  checkFreeText('input.reason', reason, REASON_MAX);
  const customerNumber = await change(
    {
      mutation: `end ${table}`,
      key,
      input: { seq, reason },
      work: (session, now) => endStanding(session, table, seq, reason, now),
    },
    context,
  );
  await context.heard();
  return payloadOf(customerNumber, context);
}
