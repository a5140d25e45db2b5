import { Field, ObjectType } from 'type-graphql';
import type { Temporal } from 'temporal-polyfill';
import { Personal } from '../../shared/classify';
import { GraphQLDate, GraphQLDateTime } from '../../shared/scalars';
import { MediationReason } from './mediation.enum';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'A claim’s way to the banking mediator, and what came of it.' })
export class Mediation {
  @Personal('bank.claim', claimant)
  @Field(() => Boolean, { nullable: true, description: 'Whether the claimant may go to the mediator today.' })
  eligible!: boolean | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'The first day on which they may.' })
  eligibleFrom!: Temporal.PlainDate | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'The last.' })
  eligibleUntil!: Temporal.PlainDate | null;

  @Personal('bank.claim', claimant)
  @Field(() => MediationReason, { nullable: true, description: 'Why, or why not.' })
  reason!: MediationReason | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it went to the mediator.' })
  referredAt!: Date | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the mediator told both parties, the claimant and the bank, that they have it.',
  })
  notifiedAt!: Date | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'The last day for the opinion.' })
  opinionDueOn!: Temporal.PlainDate | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the opinion was given.' })
  opinionAt!: Date | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'The mediator’s opinion; it binds nobody.' })
  opinion!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => Boolean, { nullable: true, description: 'Whether the bank follows it.' })
  bankFollows!: boolean | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'Why the bank does, or does not.' })
  followUpReason!: string | null;
}
