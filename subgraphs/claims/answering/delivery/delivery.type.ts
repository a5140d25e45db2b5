import { Field, ObjectType } from 'type-graphql';
import { Personal } from '../../../shared/classify';
import { GraphQLDateTime } from '../../../shared/scalars';
import { AnswerMedium } from '../answer.enum';
import { DeliveryFailure, DeliveryStatus } from './delivery.enum';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'How an answer that was sent reaches the claimant, and how far it is.' })
export class AnswerDelivery {
  @Personal('bank.claim', claimant)
  @Field(() => AnswerMedium, {
    nullable: true,
    description: 'By which medium: the one that was chosen last.',
  })
  medium!: AnswerMedium | null;

  @Personal('bank.claim', claimant)
  @Field(() => DeliveryStatus, { nullable: true, description: 'How far it is.' })
  status!: DeliveryStatus | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Since when.' })
  at!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => DeliveryFailure, { nullable: true, description: 'Why it failed, where it did.' })
  reason!: DeliveryFailure | null;
}
