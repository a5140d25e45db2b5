import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { NotPersonal } from '../../shared/classify';
import type { Figures } from './figures';

/** By what claims are told apart. */
export enum ClaimStatsBy {
  TOTAL = 'TOTAL',
  PRODUCT = 'PRODUCT',
  MOTIVE = 'MOTIVE',
  CHANNEL = 'CHANNEL',
}
registerEnumType(ClaimStatsBy, {
  name: 'ClaimStatsBy',
  description: 'By what claims are told apart.',
  valuesConfig: {
    TOTAL: { description: 'By nothing: one row.' },
    PRODUCT: { description: 'By product.' },
    MOTIVE: { description: 'By what the claimant complains of.' },
    CHANNEL: { description: 'By the way in which they came.' },
  },
});

const SHARE = 'between 0 and 1';

@ObjectType({ description: 'What is told of many claims together.' })
export class ClaimFigures implements Figures {
  @NotPersonal('bank.statistics')
  @Field(() => Int, { nullable: true, description: 'Claims filed in the period.' })
  filed!: number;

  @NotPersonal('bank.statistics')
  @Field(() => Int, { nullable: true, description: 'Claims answered in the period.' })
  answered!: number;

  @NotPersonal('bank.statistics')
  @Field(() => Float, { nullable: true, description: 'Days from receipt to the first answer, on average.' })
  meanDays!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Int, { nullable: true, description: 'Days that half of the answers do not exceed.' })
  medianDays!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Int, { nullable: true, description: 'Days that nine answers in ten do not exceed.' })
  p90Days!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Int, {
    nullable: true,
    description: 'Minutes from receipt to the first reply that half of the claims do not exceed.',
  })
  firstReplyMedianMinutes!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Int, { nullable: true, description: 'The same for nine claims in ten.' })
  firstReplyP90Minutes!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Float, { nullable: true, description: `Answers within every legal clock, ${SHARE}.` })
  withinDeadlineShare!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Float, {
    nullable: true,
    description: `Of the claims that rules look at, those that they granted, ${SHARE}.`,
  })
  automationShare!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Float, { nullable: true, description: `Filed online, by mobile or in the chat, ${SHARE}.` })
  onlineShare!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Float, { nullable: true, description: `Filed by mobile, ${SHARE}.` })
  mobileShare!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Float, {
    nullable: true,
    description: `Claims of a customer who complained of the same motive in the year before, ${SHARE}.`,
  })
  repeatedShare!: number | null;
}

@ObjectType({ description: 'A group of claims in a period.' })
export class ClaimStatsRow {
  @NotPersonal('bank.statistics')
  @Field(() => String, {
    nullable: true,
    description: 'A code of the graph, e.g. `CARD`; `ALL` for all claims.',
  })
  key!: string;

  @NotPersonal('bank.statistics')
  @Field(() => ClaimFigures, {
    nullable: true,
    description: 'Its figures; none where fewer than five claims were filed or answered: few are somebody.',
  })
  figures!: Figures | null;

  @NotPersonal('bank.exact_statistics')
  @Field(() => ClaimFigures, { nullable: true, description: 'Its figures, however few the claims are.' })
  exact!: Figures;
}

@ObjectType({ description: 'Figures of claims in a period.' })
export class ClaimStats {
  @NotPersonal('bank.statistics')
  @Field(() => [ClaimStatsRow], { nullable: true, description: 'The groups, by their keys.' })
  rows!: ClaimStatsRow[];

  @NotPersonal('bank.statistics')
  @Field(() => Int, {
    nullable: true,
    description: 'Changes of claims that are not counted yet; they are within a minute or so.',
  })
  waiting!: number;
}

@ObjectType({ description: 'A key result of a quarter.' })
export class KeyResult {
  @NotPersonal('bank.statistics')
  @Field(() => String, { nullable: true, description: 'As the objectives number it, e.g. `1.1`.' })
  id!: string;

  @NotPersonal('bank.statistics')
  @Field(() => String, { nullable: true, description: 'What is to be reached, in French.' })
  title!: string;

  @NotPersonal('bank.statistics')
  @Field(() => String, { nullable: true, description: '`DAYS`, `SHARE`, `COUNT` or `FEATURES`.' })
  unit!: string;

  @NotPersonal('bank.statistics')
  @Field(() => Float, { nullable: true, description: 'What it is compared with, where it is.' })
  baseline!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Float, { nullable: true, description: 'What is to be reached.' })
  target!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Float, { nullable: true, description: 'What was measured; none where nothing could be.' })
  actual!: number | null;

  @NotPersonal('bank.statistics')
  @Field(() => Boolean, { nullable: true, description: 'Whether the target was reached.' })
  met!: boolean | null;

  @NotPersonal('bank.statistics')
  @Field(() => String, { nullable: true, description: 'How it is computed.' })
  computed!: string;
}
