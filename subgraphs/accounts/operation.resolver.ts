import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { type Connection, connection, type Keyset, PageArgs, pageRequest } from '../shared/connection';
import { visibleOf } from '../shared/row-gate';
import { accountByNumber } from './account.resolver';
import { Account } from './account.type';
import { type AccountsContext, visibleOperation } from './context';
import type { OperationPlace } from './operation-pages';
import { Operation, OperationConnection } from './operation.type';

const LIST = 'operations';
/** An operation's place: its day, as the ledger counts days, and its reference. */
const PLACE = ['integer', /^.{1,16}$/] as const;

@Resolver(() => Operation)
export class OperationResolver {
  @NotPersonal()
  @FieldResolver(() => Account, { nullable: true, description: 'Its account. Source: Db2 TMVT0010.MVT_CPT.' })
  account(@Root() { accountNumber }: Operation, @Ctx() context: AccountsContext): Promise<Account> {
    return accountByNumber(accountNumber, context);
  }
}

@Resolver(() => Account)
export class AccountOperationsResolver {
  @NotPersonal()
  @FieldResolver(() => OperationConnection, {
    nullable: true,
    description: 'Its operations, the latest first. Source: Db2 TMVT0010.',
  })
  async operations(
    @Root() { number }: Account,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: AccountsContext,
  ): Promise<Connection<Operation>> {
    const request = pageRequest(args, LIST, PLACE, context.ids);
    const after = request.after && placeOf(request.after);
    const page = { account: number, limit: request.first + 1, ...(after && { after }) };
    const records = context.seesAny('Operation') ? await context.operations.page(page) : [];
    // Whoever may not know of one operation of an account may not know of its others: they have one owner.
    const shown = await visibleOf(records, async (record) => {
      const operation = await visibleOperation(context, record);
      return operation && { record, operation };
    });
    return connection(
      shown,
      request,
      ({ record }) => [record.booked, record.reference],
      ({ operation }) => operation,
    );
  }
}

const placeOf = ([booked, reference]: Keyset): OperationPlace => ({
  booked: Number(booked),
  reference: String(reference),
});

/** @throws {NotFound} no such operation, or not visible to the caller. */
export async function operationById(
  { id }: { readonly id: string },
  context: AccountsContext,
): Promise<Operation> {
  const reference = context.ids.open('opr', id);
  if (reference === undefined || !context.seesAny('Operation')) throw new NotFound('Operation');
  const record = await context.operations.byReference(reference);
  const operation = record ? await visibleOperation(context, record) : undefined;
  if (!record) await context.admit('Operation', undefined);
  if (!operation) throw new NotFound('Operation');
  return operation;
}
