import { Field, ObjectType } from 'type-graphql';
import type { Temporal } from 'temporal-polyfill';
import { Personal } from '../shared/classify';
import { connectionType } from '../shared/connection';
import { GraphQLDate, GraphQLDateTime } from '../shared/scalars';
import { Channel } from './claim.enum';
import {
  Actor,
  ClaimEventType,
  DeadlineKind,
  DeadlineRuleName,
  DeadlineStatus,
  MessageAuthor,
} from './timeline.enum';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'A clock of a claim: the law’s, the claimant’s or the bank’s own.' })
export class Deadline {
  @Personal('bank.claim', claimant)
  @Field(() => DeadlineRuleName, { nullable: true, description: 'Which clock.' })
  rule!: `${DeadlineRuleName}` | null;

  @Personal('bank.claim', claimant)
  @Field(() => DeadlineKind, { nullable: true, description: 'What sets it.' })
  kind!: `${DeadlineKind}` | null;

  @Personal('bank.claim', claimant)
  @Field(() => String, { nullable: true, description: 'The text that sets it, e.g. `CMF L.133-45`.' })
  legalReference!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'What it counts from.' })
  startsAt!: Date | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'Days count from the day after.' })
  startsOn!: Temporal.PlainDate | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'The last day that is in time.' })
  dueOn!: Temporal.PlainDate | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'The first instant that is late: midnight in Paris after the last day, or when the minutes are over.',
  })
  dueAt!: Date | null;

  @Personal('bank.claim', claimant)
  @Field(() => String, {
    nullable: true,
    description:
      'Which days count: `FR_MON_SAT` working days (`FR_AM_MON_SAT` in Alsace-Moselle), `CIVIL` every day.',
  })
  calendar!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => DeadlineStatus, { nullable: true, description: 'How it stands today, in Paris.' })
  status!: `${DeadlineStatus}` | null;
}

@ObjectType({ description: 'A step in a claim’s life. Never changed.' })
export class ClaimEvent {
  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When.' })
  at!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => ClaimEventType, { nullable: true, description: 'What.' })
  type!: ClaimEventType | null;

  @Personal('bank.claim', claimant)
  @Field(() => Channel, { nullable: true, description: 'By which way, where one was used.' })
  channel!: Channel | null;

  @Personal('bank.claim', claimant)
  @Field(() => Actor, { nullable: true, description: 'In which capacity somebody acted; never who.' })
  actor!: Actor | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'Why, as a code or a claim number.' })
  reason!: string | null;
}

@ObjectType({ description: 'A message between the claimant and the bank. Never changed.' })
export class ClaimMessage {
  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'What was written.' })
  text!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => MessageAuthor, { nullable: true, description: 'Who wrote.' })
  author!: MessageAuthor | null;

  @Personal('bank.claim', claimant)
  @Field(() => Channel, { nullable: true, description: 'By which way.' })
  channel!: Channel | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When.' })
  at!: string | null;
}

/** A page of messages. */
export const ClaimMessageConnection = connectionType(() => ClaimMessage, 'ClaimMessage');
