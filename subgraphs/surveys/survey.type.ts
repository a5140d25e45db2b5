import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';
import { connectionType, PageArgs } from '../shared/connection';
import { GraphQLDateTime } from '../shared/scalars';

const respondent = { subject: 'respondent' } as const;

/** Where a survey stands. */
export enum SurveyStatus {
  INVITED = 'INVITED',
  ANSWERED = 'ANSWERED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(SurveyStatus, {
  name: 'SurveyStatus',
  description: 'Where a survey stands.',
  valuesConfig: {
    INVITED: { description: 'The customer was invited and may still answer.' },
    ANSWERED: { description: 'Answered.' },
    EXPIRED: { description: 'Not answered in time.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A satisfaction survey about how a claim was handled.' })
export class Survey {
  /** Who was asked and which branch, for row rules; not part of the graph. */
  facts!: RowFacts;
  /** The number of the claim that it is about; the graph shows a sealed key instead. */
  claimNumber!: string;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('user.behavior', respondent)
  @Field(() => SurveyStatus, { nullable: true, description: 'Where it stands.' })
  status!: SurveyStatus | null;

  @Personal('user.behavior', respondent)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the customer was invited.' })
  invitedAt!: string | null;

  @Personal('user.behavior', respondent)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was answered.' })
  answeredAt!: string | null;

  @Personal('user.behavior', respondent)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Until when it may be answered.' })
  expiresAt!: string | null;

  @Personal('user.behavior', respondent)
  @Field(() => Int, { nullable: true, description: 'Would recommend the bank: 0 not at all, 10 certainly.' })
  nps!: number | null;

  @Personal('user.behavior', respondent)
  @Field(() => Int, { nullable: true, description: 'Satisfied with the handling: 1 not at all, 5 entirely.' })
  csat!: number | null;

  @Personal('user.behavior', respondent)
  @Field(() => Int, { nullable: true, description: 'It was easy: 1 not at all, 7 entirely.' })
  ces!: number | null;

  @Personal('user.content.private', respondent)
  @Field(() => String, { nullable: true, description: 'What the customer added in their own words.' })
  comment!: string | null;
}

/** A page of surveys. */
export const SurveyConnection = connectionType(() => Survey, 'Survey');

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A complaint: dissatisfaction said to the bank, by anyone, on any channel, spoken or written.',
})
export class Claim {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;
}

@InputType({ description: 'Which surveys a list holds.' })
export class SurveyFilter {
  @Personal('user.behavior', respondent)
  @Field(() => SurveyStatus, { nullable: true, description: 'Of this status.' })
  status?: SurveyStatus | null;
}

@ArgsType()
export class SurveysArgs extends PageArgs {
  @NotPersonal()
  @Field(() => SurveyFilter, { nullable: true, description: 'Only some of the surveys.' })
  filter?: SurveyFilter | null;
}

@InputType({ description: 'A customer’s answer. At least one score is expected.' })
export class AnswerSurveyInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the survey.' })
  surveyId!: string;

  @Personal('user.behavior', respondent)
  @Field(() => Int, { nullable: true, description: 'Would recommend the bank: 0 to 10.' })
  nps?: number | null;

  @Personal('user.behavior', respondent)
  @Field(() => Int, { nullable: true, description: 'Satisfied with the handling: 1 to 5.' })
  csat?: number | null;

  @Personal('user.behavior', respondent)
  @Field(() => Int, { nullable: true, description: 'It was easy: 1 to 7.' })
  ces?: number | null;

  @Personal('user.content.private', respondent)
  @Field(() => String, {
    nullable: true,
    description: 'Anything else, up to 5,000 characters. Kept to the byte.',
  })
  comment?: string | null;
}

@ObjectType({ description: 'A survey that was answered.' })
export class AnswerSurveyPayload {
  @NotPersonal()
  @Field(() => Survey, { nullable: true, description: 'The survey with its answer.' })
  survey!: Survey | null;
}
