import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { BadUserInput, NotFound } from '../../schema/kernel/errors';
import type { IdSealer } from '../../schema/kernel/ids';
import { NotPersonal } from '../shared/classify';
import { type Connection, connection, PageArgs, pageRequest } from '../shared/connection';
import { visibleOf } from '../shared/row-gate';
import { accountByNumber } from './account.resolver';
import { Account } from './account.type';
import { type AccountsContext, visibleOperation } from './context';
import type { OperationPlace } from './operation-pages';
import { Operation, OperationConnection } from './operation.type';

const LIST = 'operations';
/** An operation's place tells its day and its reference, so it leaves sealed. */
const PLACE = [/^cur_[\w-]{10,250}$/] as const;

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
    const { ids } = context;
    const request = pageRequest(args, LIST, PLACE);
    const after = request.after && openPlace(ids, String(request.after[0]));
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
      LIST,
      ({ record }) => [ids.seal('cur', `${record.booked}:${record.reference}`)],
      ({ operation }) => operation,
    );
  }
}

/** @throws {BadUserInput} not a place that this hub has sealed. */
function openPlace(ids: IdSealer, sealed: string): OperationPlace {
  const [, booked, reference] = /^(\d{1,8}):(.{1,16})$/.exec(ids.open('cur', sealed) ?? '') ?? [];
  if (booked === undefined || reference === undefined) {
    throw new BadUserInput('after', 'not a cursor of this list.');
  }
  return { booked: Number(booked), reference };
}

/** @throws {NotFound} no such operation, or not visible to the caller. */
export async function operationById(
  { id }: { readonly id: string },
  context: AccountsContext,
): Promise<Operation> {
  const reference = context.ids.open('opr', id);
  const unseen = reference === undefined || !context.seesAny('Operation');
  const record = unseen ? undefined : await context.operations.byReference(reference);
  const operation = record && (await visibleOperation(context, record));
  if (!operation) throw new NotFound('Operation');
  return operation;
}
