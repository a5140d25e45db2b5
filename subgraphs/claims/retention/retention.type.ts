import { Field, Int, ObjectType } from 'type-graphql';
import type { Temporal } from 'temporal-polyfill';
import { NotPersonal, Personal } from '../../shared/classify';
import { GraphQLDate, GraphQLDateTime } from '../../shared/scalars';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'Until when a claim is kept.' })
export class Retention {
  @Personal('bank.claim', claimant)
  @Field(() => String, { nullable: true, description: 'The text that sets it.' })
  legalReference!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'From then on it is kept for proof only.' })
  archiveOn!: Temporal.PlainDate | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'From then on it is deleted with all that hangs on it, unless it is held.',
  })
  purgeOn!: Temporal.PlainDate | null;

  @Personal('bank.internal', claimant)
  @Field(() => Boolean, { nullable: true, description: 'Whether it is held for litigation or an inquiry.' })
  held!: boolean | null;
}

@ObjectType({ description: 'What became of a legal hold.' })
export class LegalHoldPayload {
  @NotPersonal('system.retention')
  @Field(() => Boolean, { nullable: true, description: 'Whether the claim is held from now on.' })
  held!: boolean | null;
}

@ObjectType({ description: 'Rows of one table that were deleted.' })
export class PurgedRows {
  @NotPersonal('system.retention')
  @Field(() => String, { nullable: true, description: 'The table.' })
  table!: string | null;

  @NotPersonal('system.retention')
  @Field(() => Int, { nullable: true, description: 'How many.' })
  count!: number | null;
}

@ObjectType({ description: 'What was deleted because its time was over, in one transaction.' })
export class PurgeReport {
  @NotPersonal('system.retention')
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When.' })
  at!: Date | null;

  @NotPersonal('system.retention')
  @Field(() => String, { nullable: true, description: 'Version of the rules.' })
  rules!: string | null;

  @NotPersonal('system.retention')
  @Field(() => Int, { nullable: true, description: 'Claims that were deleted.' })
  claims!: number | null;

  @NotPersonal('system.retention')
  @Field(() => Int, { nullable: true, description: 'Claims whose time was over and that are held.' })
  held!: number | null;

  @NotPersonal('system.retention')
  @Field(() => [PurgedRows], { nullable: true, description: 'Rows that were deleted, by table.' })
  rows!: PurgedRows[] | null;
}
