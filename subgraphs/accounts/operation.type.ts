import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Money } from '../../schema/kernel/money';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';
import { connectionType } from '../shared/connection';
import { GraphQLDate, GraphQLDateTime, GraphQLMoney } from '../shared/scalars';
import type { Cell } from '../shared/cell';

const customer = { subject: 'customer' } as const;

@Directive('@key(fields: "id")')
@ObjectType({ description: 'An operation of an account.' })
export class Operation {
  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;
  /** The ledger's number of its account; not part of the graph. */
  accountNumber!: string;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('user.financial.transaction', customer)
  @Field(() => GraphQLDate, { nullable: true, description: 'Booking day. Source: Db2 TMVT0010.MVT_DTO.' })
  bookedOn!: Cell<string | null>;

  @Personal('user.financial.transaction', customer)
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'Day from which it counts for interest, where it has one. Source: Db2 TMVT0010.MVT_DTV.',
  })
  valueOn!: Cell<string | null>;

  @Personal('user.financial.transaction', customer)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the ledger took it in. Source: Db2 TMVT0010.MVT_HOR, a clock in Paris.',
  })
  postedAt!: Cell<Date> | null;

  @Personal('user.financial.transaction', customer)
  @Field(() => GraphQLMoney, {
    nullable: true,
    description:
      'Amount, negative for a debit. Source: Db2 TMVT0010.MVT_MNT in cents with the sign of MVT_SNS.',
  })
  amount!: Cell<Money> | null;

  @Personal('user.financial.transaction', { subject: 'counterparty' })
  @Field(() => String, {
    nullable: true,
    description:
      'What the statement says, in capitals; often names who paid or was paid. Source: Db2 TMVT0010.MVT_LIB.',
  })
  label!: Cell<string> | null;

  @Personal('user.financial.transaction', customer)
  @Field(() => String, {
    nullable: true,
    description:
      'CFONB code of the kind of operation, e.g. `08` a direct debit. Source: Db2 TMVT0010.MVT_COD.',
  })
  code!: Cell<string> | null;
}

/** An account's operations, page by page. */
export const OperationConnection = connectionType(() => Operation, 'Operation');
