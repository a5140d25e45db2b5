import { Field, InputType, ObjectType } from 'type-graphql';
import { NotPersonal, Personal } from '../../shared/classify';
import { GraphQLDateTime } from '../../shared/scalars';
import { Outcome } from '../claim.enum';
import {
  AnswerLanguage,
  AnswerMedium,
  AnswerNotice,
  AnswerState,
  AnswerStepName,
  StaffCapacity,
} from './answer.enum';
import { AnswerDelivery } from './delivery/delivery.type';

const claimant = { subject: 'claimant' } as const;

@InputType({ description: 'What somebody writes of an answer; its other words stand in the templates.' })
export class AnswerInput {
  @Personal('bank.claim', claimant)
  @Field(() => Outcome, { description: 'What is decided.' })
  outcome!: Outcome;

  @Personal('user.content.private', claimant)
  @Field(() => String, { description: 'The reasons, in the claimant’s language, up to 10,000 characters.' })
  body!: string;

  @Personal('user.demographic.language', claimant)
  @Field(() => AnswerLanguage, {
    nullable: true,
    description: 'The claim’s own where it is not said, or French.',
  })
  language?: AnswerLanguage | null;

  @NotPersonal()
  @Field(() => [AnswerNotice], {
    nullable: true,
    description: 'Legal notices in it; where it is not said, those that its outcome asks for.',
  })
  notices?: AnswerNotice[] | null;
}

@ObjectType({ description: 'Something that was done to an answer.' })
export class AnswerStep {
  @Personal('bank.internal', claimant)
  @Field(() => AnswerStepName, { nullable: true, description: 'What.' })
  step!: AnswerStepName | null;

  @Personal('bank.internal', claimant)
  @Field(() => StaffCapacity, { nullable: true, description: 'In which capacity; never who.' })
  by!: StaffCapacity | null;

  @Personal('bank.internal', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When.' })
  at!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'What the second person said about it.' })
  remarks!: string | null;
}

@ObjectType({ description: 'An answer before it leaves, as it would read now.' })
export class AnswerDraft {
  @Personal('bank.internal', claimant)
  @Field(() => AnswerState, { nullable: true, description: 'Where it stands; nothing for a preview.' })
  state!: AnswerState | null;

  @Personal('bank.internal', claimant)
  @Field(() => Outcome, { nullable: true, description: 'What it decides.' })
  outcome!: Outcome | null;

  @Personal('bank.internal', claimant)
  @Field(() => AnswerLanguage, { nullable: true, description: 'Its language.' })
  language!: AnswerLanguage | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'The reasons, as their author wrote them.' })
  body!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'The whole answer, as the claimant would read it.' })
  text!: string | null;

  @Personal('bank.internal', claimant)
  @Field(() => [AnswerNotice], { nullable: true, description: 'Legal notices that stand in it.' })
  notices!: AnswerNotice[] | null;

  @Personal('bank.internal', claimant)
  @Field(() => [AnswerNotice], {
    nullable: true,
    description: 'Legal notices that its outcome asks for and that it does not have: it cannot leave so.',
  })
  missingNotices!: AnswerNotice[] | null;

  @Personal('bank.internal', claimant)
  @Field(() => [String], {
    nullable: true,
    description:
      'Rules by which a second person has to approve it, e.g. `REFUSAL`; none: it may be sent at once.',
  })
  reviewRules!: string[] | null;

  @Personal('bank.internal', claimant)
  @Field(() => [AnswerStep], { nullable: true, description: 'What was done to it, oldest first.' })
  steps!: AnswerStep[] | null;
}

@ObjectType({ description: 'An answer that left. Never changed.' })
export class SentAnswer {
  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When.' })
  at!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => AnswerMedium, { nullable: true, description: 'The medium that it was sent by.' })
  medium!: AnswerMedium | null;

  @Personal('bank.claim', claimant)
  @Field(() => Outcome, { nullable: true, description: 'What it decided.' })
  outcome!: Outcome | null;

  @Personal('user.demographic.language', claimant)
  @Field(() => AnswerLanguage, { nullable: true, description: 'Its language.' })
  language!: AnswerLanguage | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'What it says.' })
  text!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the text, in hexadecimal: shows later that it is what was sent.',
  })
  sha256!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => AnswerDelivery, {
    nullable: true,
    description: 'How far it is on its way; nothing for answers that left before this was kept.',
  })
  delivery!: AnswerDelivery | null;
}
