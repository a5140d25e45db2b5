import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { BadUserInput, NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { checkFreeText } from '../shared/free-text';
import { change, dataSubjectById, type PrivacyContext } from './context';
import { DataSubjectPayload } from './data-subject.type';
import { closeRequest, extendRequest, recordRequest, REASON_MAX } from './requests';
import {
  ClosePrivacyRequestInput,
  ExtendPrivacyRequestInput,
  RecordPrivacyRequestInput,
} from './request.type';

/** What every mutation here says of its key. */
export const KEY =
  'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input give the same answer again.';

@Resolver()
export class RequestResolver {
  @NotPersonal()
  @Mutation(() => DataSubjectPayload, {
    nullable: true,
    description: 'Records a request of a data subject: its clock starts on the day of receipt.',
  })
  async recordPrivacyRequest(
    @NotPersonal()
    @Arg('input', () => RecordPrivacyRequestInput, { description: 'The request.' })
    { dataSubjectId, kind, receivedAt }: RecordPrivacyRequestInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubjectPayload> {
    const dataSubject = await dataSubjectById(dataSubjectId, context);
    if (receivedAt > context.clock.now())
      throw new BadUserInput('input.receivedAt', 'a past instant is expected.');
    const { customerNumber } = dataSubject;
    await change(
      {
        mutation: 'recordPrivacyRequest',
        key,
        input: { customerNumber, kind, receivedAt: receivedAt.toISOString() },
        work: (session, now) =>
          recordRequest(session, { customerNumber, kind, receivedAt }, context.rules, now),
      },
      context,
    );
    return { dataSubject };
  }

  @NotPersonal()
  @Mutation(() => DataSubjectPayload, {
    nullable: true,
    description:
      'Extends the clock of a request by two months, once and within its first term (art. 12(3) GDPR).',
  })
  async extendPrivacyRequest(
    @NotPersonal()
    @Arg('input', () => ExtendPrivacyRequestInput, { description: 'Which request, and why.' })
    { requestId, reason }: ExtendPrivacyRequestInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubjectPayload> {
    checkFreeText('input.reason', reason, REASON_MAX);
    const seq = requestSeq(requestId, context);
    const customerNumber = await change(
      {
        mutation: 'extendPrivacyRequest',
        key,
        input: { seq, reason },
        work: (session, now) => extendRequest(session, seq, reason, context.rules, now),
      },
      context,
    );
    return payloadOf(customerNumber, context);
  }

  @NotPersonal()
  @Mutation(() => DataSubjectPayload, { nullable: true, description: 'Records how a request ended.' })
  async closePrivacyRequest(
    @NotPersonal()
    @Arg('input', () => ClosePrivacyRequestInput, { description: 'Which request, and how it ended.' })
    { requestId, outcome, reason }: ClosePrivacyRequestInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubjectPayload> {
    checkFreeText('input.reason', reason, REASON_MAX);
    const seq = requestSeq(requestId, context);
    const customerNumber = await change(
      {
        mutation: 'closePrivacyRequest',
        key,
        input: { seq, outcome, reason },
        work: (session, now) => closeRequest(session, seq, { outcome, reason }, now),
      },
      context,
    );
    return payloadOf(customerNumber, context);
  }
}

function requestSeq(id: string, { ids }: PrivacyContext): string {
  const seq = ids.open('dsr', id);
  if (seq === undefined) throw new NotFound('PrivacyRequest');
  return seq;
}

/** A data subject as it stands after a change. */
export const payloadOf = async (
  customerNumber: string,
  context: PrivacyContext,
): Promise<DataSubjectPayload> => ({
  dataSubject: await dataSubjectById(context.ids.seal('cus', customerNumber), context),
});
