import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { NotPersonal } from '../shared/classify';
import { checkFreeText } from '../shared/free-text';
import { change, dataSubjectById, type PrivacyContext } from './context';
import { DataSubjectPayload } from './data-subject.type';
import { ConfirmErasureInput, EraseDataSubjectInput } from './erasure.type';
import { confirmErased, eraseEverywhere } from './erasures';
import { KEY } from './request.resolver';
import { REASON_MAX } from './requests';

@Resolver()
export class ErasureResolver {
  @NotPersonal()
  @Mutation(() => DataSubjectPayload, {
    nullable: true,
    description:
      'Erases a person in the hub’s own store, as far as the law does not have data kept, and says where every system stands (art. 17 GDPR). Refused while their data are restricted.',
  })
  async eraseDataSubject(
    @NotPersonal()
    @Arg('input', () => EraseDataSubjectInput, { description: 'Whose data.' })
    { dataSubjectId }: EraseDataSubjectInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubjectPayload> {
    const dataSubject = await dataSubjectById(dataSubjectId, context);
    const { customerNumber } = dataSubject;
    const { erasers, dataMap } = context;
    const systems = [...new Set(dataMap().flatMap((each) => each.systems))];
    await change(
      {
        mutation: 'eraseDataSubject',
        key,
        input: { customerNumber },
        work: (session, now) => eraseEverywhere(session, { customerNumber, erasers, systems }, now),
      },
      context,
    );
    return { dataSubject };
  }

  @NotPersonal()
  @Mutation(() => DataSubjectPayload, {
    nullable: true,
    description: 'Records that a person was erased in a system that the hub cannot write.',
  })
  async confirmErasure(
    @NotPersonal()
    @Arg('input', () => ConfirmErasureInput, { description: 'Whose data, where, and who says so.' })
    { dataSubjectId, system, reason }: ConfirmErasureInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubjectPayload> {
    checkFreeText('input.reason', reason, REASON_MAX);
    const dataSubject = await dataSubjectById(dataSubjectId, context);
    const { customerNumber } = dataSubject;
    await change(
      {
        mutation: 'confirmErasure',
        key,
        input: { customerNumber, system, reason },
        work: (session, now) => confirmErased(session, { customerNumber, system, reason }, now),
      },
      context,
    );
    return { dataSubject };
  }
}
