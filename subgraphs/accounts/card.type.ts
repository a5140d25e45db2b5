import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';
import { GraphQLDate } from '../shared/scalars';
import { CardType } from './account.enum';
import type { Cell } from '../shared/cell';

const customer = { subject: 'customer' } as const;

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A payment card.' })
export class Card {
  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;
  /** The ledger's number of the account that it pays from; not part of the graph. */
  accountNumber!: string;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('user.financial.credit_card', customer)
  @Field(() => String, {
    nullable: true,
    description: 'Card number without its middle; the ledger has no other. Source: Db2 TCAR0010.CAR_PAN.',
  })
  maskedNumber!: Cell<string> | null;

  @Personal('user.financial', customer)
  @Field(() => CardType, {
    nullable: true,
    description: 'How its payments reach the account. Source: Db2 TCAR0010.CAR_TYP.',
  })
  type!: Cell<CardType> | null;

  @Personal('user.financial', customer)
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'Last day on which it is good: the end of a month. Source: Db2 TCAR0010.CAR_EXP.',
  })
  expiresOn!: Cell<string | null>;

  @Personal('user.financial', customer)
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether payments with it are refused (opposition). Source: Db2 TCAR0010.CAR_OPP.',
  })
  blocked!: Cell<boolean> | null;
}
