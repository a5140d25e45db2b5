import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Money } from '../../schema/kernel/money';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';
import { GraphQLDate, GraphQLIBAN, GraphQLMoney } from '../shared/scalars';
import { AccountType } from './account.enum';
import type { Cell } from '../shared/cell';

const customer = { subject: 'customer' } as const;

@Directive('@key(fields: "id")')
@ObjectType({ description: 'An account of the core ledger.' })
export class Account {
  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;
  /** The ledger's own number, for its cards and operations; not part of the graph. */
  number!: string;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('user.financial.bank_account', customer)
  @Field(() => GraphQLIBAN, {
    nullable: true,
    description: 'Account number. Source: the French account number (RIB) in Db2 TCPT0010, its key checked.',
  })
  iban!: Cell<string> | null;

  @Personal('user.financial', customer)
  @Field(() => AccountType, { nullable: true, description: 'What it is for. Source: Db2 TCPT0010.CPT_TYP.' })
  type!: Cell<AccountType> | null;

  @Personal('user.financial', customer)
  @Field(() => String, {
    nullable: true,
    description: 'Currency, ISO 4217 letters. Source: Db2 TCPT0010.CPT_DEV.',
  })
  currency!: Cell<string> | null;

  @Personal('user.financial.account_balance', customer)
  @Field(() => GraphQLMoney, {
    nullable: true,
    description: 'Balance, negative when overdrawn. Source: Db2 TCPT0010.CPT_SLD with the sign of CPT_SNS.',
  })
  balance!: Cell<Money> | null;

  @Personal('user.financial', customer)
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'First day. Source: Db2 TCPT0010.CPT_DTO.',
  })
  openedOn!: Cell<string | null>;

  @Personal('user.financial', customer)
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'Day of closure; none while it is open. Source: Db2 TCPT0010.CPT_DTF.',
  })
  closedOn!: Cell<string | null>;

  @Personal('user.financial', customer)
  @Field(() => String, {
    nullable: true,
    description: 'Code of the branch that keeps it, 5 digits. Source: Db2 TCPT0010.CPT_GUI.',
  })
  branch!: string | null;
}
