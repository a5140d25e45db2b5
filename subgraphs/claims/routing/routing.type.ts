import { Field, Int, ObjectType } from 'type-graphql';
import { Personal } from '../../shared/classify';
import { Queue } from '../claim.enum';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'Why a claim waits for the team that it waits for.' })
export class ClaimRouting {
  @Personal('bank.internal', claimant)
  @Field(() => Queue, { nullable: true, description: 'The team.' })
  queue!: Queue | null;

  @Personal('bank.internal', claimant)
  @Field(() => String, {
    nullable: true,
    description: 'Why, in plain words; nothing where a person or an older tool gave it to this team.',
  })
  reason!: string | null;

  @Personal('bank.internal', claimant)
  @Field(() => [Queue], { nullable: true, description: 'Other teams that fit, the likeliest first.' })
  alternatives!: readonly Queue[] | null;

  @Personal('bank.internal', claimant)
  @Field(() => String, { nullable: true, description: 'Version of the rules that said so.' })
  rulesVersion!: string | null;
}

@ObjectType({ description: 'Why a claim has some of its priority.' })
export class PriorityFactor {
  @Personal('bank.internal', claimant)
  @Field(() => String, { nullable: true, description: 'What it is, e.g. `MONEY_LEAVING`.' })
  code!: string | null;

  @Personal('bank.internal', claimant)
  @Field(() => String, {
    nullable: true,
    description:
      'The criterion that it stands for: one of ISO 10002 (e.g. `SEVERITY`), `VULNERABILITY`, `AMOUNT` or `TIME`.',
  })
  criterion!: string | null;

  @Personal('bank.internal', claimant)
  @Field(() => Int, { nullable: true, description: 'How much it adds to the base of the rules.' })
  points!: number | null;

  @Personal('bank.internal', claimant)
  @Field(() => String, { nullable: true, description: 'Why, in plain words.' })
  evidence!: string | null;
}
