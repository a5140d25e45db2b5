import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { type CustomersContext, visibleCustomer } from './context';
import { Customer } from './customer.type';

@Resolver(() => Customer)
export class CustomerResolver {
  @NotPersonal()
  @Query(() => Customer, { nullable: true, description: 'One customer by key.' })
  customer(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of a customer.' }) id: string,
    @Ctx() context: CustomersContext,
  ): Promise<Customer> {
    return customerById({ id }, context);
  }

  @NotPersonal()
  @Query(() => Customer, {
    nullable: true,
    description: 'The customer who asks, when they act for themselves.',
  })
  async me(@Ctx() context: CustomersContext): Promise<Customer> {
    return found(context.operation.caller.customerNumber, context);
  }
}

/** @throws {NotFound} no such customer, or not visible to the caller. */
export function customerById({ id }: { readonly id: string }, context: CustomersContext): Promise<Customer> {
  return found(context.ids.open('cus', id), context);
}

async function found(number: string | undefined, context: CustomersContext): Promise<Customer> {
  if (number === undefined || !context.seesAny) throw new NotFound('Customer');
  const record = await context.customers.byNumber(number);
  const customer = record ? await visibleCustomer(context, record) : undefined;
  if (!record) await context.admit('Customer', undefined);
  if (!customer) throw new NotFound('Customer');
  return customer;
}
