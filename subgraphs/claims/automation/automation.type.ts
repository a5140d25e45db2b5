import type { Temporal } from 'temporal-polyfill';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Money } from '../../../schema/kernel/money';
import { NotPersonal, Personal } from '../../shared/classify';
import { GraphQLDate, GraphQLDateTime, GraphQLMoney } from '../../shared/scalars';
import { Operation } from '../links.type';

const claimant = { subject: 'claimant' } as const;

/** What rules decided. */
export enum AutomationDecision {
  GRANTED = 'GRANTED',
  NONE = 'NONE',
  PENDING = 'PENDING',
}
registerEnumType(AutomationDecision, {
  name: 'AutomationDecision',
  description: 'What rules decided. They never refuse.',
  valuesConfig: {
    GRANTED: { description: 'The amount is given back.' },
    NONE: { description: 'Nothing: a person decides.' },
    PENDING: {
      description: 'The ledger did not tell yet: they are asked again, unless a person is quicker.',
    },
  },
});

/** Who decides. */
export enum Decider {
  AUTOMATION = 'AUTOMATION',
  PERSON = 'PERSON',
}
registerEnumType(Decider, {
  name: 'Decider',
  description: 'Who decides.',
  valuesConfig: {
    AUTOMATION: { description: 'Rules, without a person; the claimant may ask for one.' },
    PERSON: { description: 'A person.' },
  },
});

@ObjectType({ description: 'An operation of the ledger that speaks for a decision.' })
export class AutomationEvidence {
  @Personal('bank.claim', claimant)
  @Field(() => String, {
    nullable: true,
    description: 'What it has to do with it: `FEE` is the contested one.',
  })
  role!: string | null;

  @Personal('user.financial.transaction', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'Booking day.' })
  bookedOn!: Temporal.PlainDate | null;

  @Personal('user.financial.transaction', claimant)
  @Field(() => GraphQLMoney, { nullable: true, description: 'Its amount, without a sign.' })
  amount!: Money | null;

  @NotPersonal()
  @Field(() => Operation, { nullable: true, description: 'The operation itself.' })
  operation!: Operation | null;
}

@ObjectType({ description: 'What a rule that is only tried out would have granted.' })
export class AutomationShadow {
  @Personal('bank.internal', claimant)
  @Field(() => String, { nullable: true, description: 'The rule, e.g. `F-CLOSING`.' })
  rule!: string | null;

  @Personal('bank.internal', claimant)
  @Field(() => GraphQLMoney, { nullable: true, description: 'What it would have given back.' })
  amount!: Money | null;

  @Personal('bank.internal', claimant)
  @Field(() => [AutomationEvidence], { nullable: true, description: 'What speaks for it.' })
  evidence!: AutomationEvidence[] | null;
}

@ObjectType({
  description: 'What the rules for simple claims said of a claim. They grant, and never refuse.',
})
export class ClaimAutomation {
  @Personal('bank.claim', claimant)
  @Field(() => Boolean, { nullable: true, description: 'It is of the kind that rules look at.' })
  eligible!: boolean | null;

  @Personal('bank.claim', claimant)
  @Field(() => AutomationDecision, { nullable: true, description: 'What they decided.' })
  decision!: AutomationDecision | null;

  @Personal('bank.claim', claimant)
  @Field(() => Decider, {
    nullable: true,
    description: 'Who decides on the claim: a person wherever rules grant nothing.',
  })
  decidedBy!: Decider | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When they decided.' })
  decidedAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the ledger was last asked again, or was to be; nothing where it told at filing.',
  })
  triedAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the ledger is asked again, at the earliest, unless a person takes the claim up.',
  })
  triesAgainAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => String, { nullable: true, description: 'The rule that granted, e.g. `F-CHEQUE`.' })
  rule!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => String, { nullable: true, description: 'The text behind it, e.g. `CMF D.131-25`.' })
  legalReference!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => String, { nullable: true, description: 'Version of the rules.' })
  rulesVersion!: string | null;

  @Personal('user.financial', claimant)
  @Field(() => GraphQLMoney, { nullable: true, description: 'What is given back.' })
  amount!: Money | null;

  @Personal('bank.claim', claimant)
  @Field(() => [AutomationEvidence], { nullable: true, description: 'What speaks for it in the ledger.' })
  evidence!: AutomationEvidence[] | null;

  @Personal('bank.internal', claimant)
  @Field(() => AutomationShadow, {
    nullable: true,
    description: 'What a rule that is only tried out would have granted, where none granted.',
  })
  shadow!: AutomationShadow | null;
}
