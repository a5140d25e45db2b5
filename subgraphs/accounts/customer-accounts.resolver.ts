import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { visibleOf } from '../shared/row-gate';
import { Account } from './account.type';
import { type AccountsContext, visibleAccount } from './context';
import { Customer } from './customer.type';

@Resolver(() => Customer)
export class CustomerAccountsResolver {
  /** Batched: one Db2 statement for all the customers of a request. Access is decided in policy.yaml, not here. */
  @NotPersonal()
  @FieldResolver(() => [Account], {
    nullable: true,
    description: 'The accounts that they hold. Source: Db2 TCPT0010.',
  })
  async accounts(@Root() { id }: Customer, @Ctx() context: AccountsContext): Promise<Account[]> {
    const number = customerNumber(id, context);
    const accounts = context.seesAny('Account') ? await context.accounts.ofCustomer(number) : [];
    return visibleOf(accounts, (record) => visibleAccount(context, record));
  }
}

/** @throws {NotFound} not a key of a customer. Whether there is such a customer is for another subgraph to say. */
export async function customerById(
  { id }: { readonly id: string },
  context: AccountsContext,
): Promise<Customer> {
  customerNumber(id, context);
  return { id };
}

function customerNumber(id: string, { ids }: AccountsContext): string {
  const number = ids.open('cus', id);
  if (number === undefined) throw new NotFound('Customer');
  return number;
}
