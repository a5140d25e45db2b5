import { Field, InputType, ObjectType } from 'type-graphql';
import { NotPersonal, Personal } from '../../shared/classify';
import { IntakeKind, Language } from './intake.enum';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'One of the answers among which a question lets choose.' })
export class IntakeChoice {
  @NotPersonal('bank.claim')
  @Field(() => String, { nullable: true, description: 'What is sent.' })
  code!: string | null;

  @NotPersonal('bank.claim')
  @Field(() => String, { nullable: true, description: 'What the claimant reads.' })
  text!: string | null;
}

@ObjectType({ description: 'After which answer a question is asked.' })
export class IntakeCondition {
  @NotPersonal('bank.claim')
  @Field(() => String, { nullable: true, description: 'An earlier question.' })
  question!: string | null;

  @NotPersonal('bank.claim')
  @Field(() => [String], { nullable: true, description: 'Any of these answers to it.' })
  is!: readonly string[] | null;
}

@ObjectType('IntakeQuestion', { description: 'A question to a claimant.' })
export class IntakeQuestionView {
  @NotPersonal('bank.claim')
  @Field(() => String, { nullable: true, description: 'Its name, with which the answer is sent.' })
  question!: string | null;

  @NotPersonal('bank.claim')
  @Field(() => IntakeKind, { nullable: true, description: 'What it is answered with.' })
  kind!: IntakeKind | null;

  @NotPersonal('bank.claim')
  @Field(() => Boolean, { nullable: true, description: 'Whether it must be answered where it is asked.' })
  required!: boolean | null;

  @NotPersonal('bank.claim')
  @Field(() => String, { nullable: true, description: 'What the claimant reads.' })
  text!: string | null;

  @NotPersonal('bank.claim')
  @Field(() => [IntakeChoice], { nullable: true, description: 'The choices of a `CHOICE`.' })
  choices!: readonly IntakeChoice[] | null;

  @NotPersonal('bank.claim')
  @Field(() => IntakeCondition, {
    nullable: true,
    description: 'When it is asked; always where there is none.',
  })
  when!: IntakeCondition | null;
}

@ObjectType({ description: 'What a claimant is asked about one product and motive.' })
export class ClaimIntake {
  @NotPersonal('bank.claim')
  @Field(() => String, { nullable: true, description: 'The version of the questions.' })
  version!: string | null;

  @NotPersonal('bank.claim')
  @Field(() => Language, { nullable: true, description: 'The language of the texts.' })
  language!: Language | null;

  @NotPersonal('bank.claim')
  @Field(() => [IntakeQuestionView], { nullable: true, description: 'In the order in which they are asked.' })
  questions!: readonly IntakeQuestionView[] | null;
}

@InputType({ description: 'The answer to a question of `claimIntake`.' })
export class IntakeAnswerInput {
  @NotPersonal()
  @Field(() => String, { description: 'The question’s name.' })
  question!: string;

  @Personal('user.content.private', claimant)
  @Field(() => String, { description: 'The answer, in the form that its kind says.' })
  value!: string;
}

@ObjectType({ description: 'What a claimant answered to a question of the guided form.' })
export class IntakeAnswer {
  @Personal('bank.claim', claimant)
  @Field(() => String, { nullable: true, description: 'The question’s name.' })
  question!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => IntakeKind, { nullable: true, description: 'What it was answered with.' })
  kind!: IntakeKind | null;

  @Personal('bank.claim', claimant)
  @Field(() => String, {
    nullable: true,
    description: 'The question as it was asked, in the claimant’s language.',
  })
  text!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'The answer; of accounts and operations the key.' })
  value!: string | null;
}
