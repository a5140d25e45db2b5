import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import type { IdKind } from '../../schema/kernel/ids';
import { NotPersonal } from '../shared/classify';
import { connection, type Connection, PageArgs, pageRequest } from '../shared/connection';
import { CLAIM_KEYSET, claimKeyset, type ClaimOwner } from './claim-list.source';
import { claimOf } from './claim.record';
import { type Claim, ClaimConnection } from './claim.type';
import type { ClaimsContext } from './context';
import { Account, Customer, Operation } from './links.type';

@Resolver(() => Customer)
export class CustomerClaimsResolver {
  @NotPersonal()
  @FieldResolver(() => ClaimConnection, { nullable: true, description: 'Their claims, newest first.' })
  claims(
    @Root() { id }: Customer,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: ClaimsContext,
  ): Promise<Connection<Claim>> {
    return claimsOf('customer', reference('cus', id, context), args, context);
  }
}

@Resolver(() => Account)
export class AccountClaimsResolver {
  @NotPersonal()
  @FieldResolver(() => ClaimConnection, { nullable: true, description: 'The claims about it, newest first.' })
  claims(
    @Root() { id }: Account,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: ClaimsContext,
  ): Promise<Connection<Claim>> {
    return claimsOf('account', reference('acc', id, context), args, context);
  }
}

@Resolver(() => Operation)
export class OperationClaimsResolver {
  @NotPersonal()
  @FieldResolver(() => ClaimConnection, { nullable: true, description: 'The claims about it, newest first.' })
  claims(
    @Root() { id }: Operation,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: ClaimsContext,
  ): Promise<Connection<Claim>> {
    return claimsOf('operation', reference('opr', id, context), args, context);
  }
}

const NAMES = { cus: 'Customer', acc: 'Account', opr: 'Operation' } as const;

/** @throws {NotFound} not a key of that kind. */
function reference(kind: IdKind & keyof typeof NAMES, id: string, { ids }: ClaimsContext): string {
  const opened = ids.open(kind, id);
  if (opened === undefined) throw new NotFound(NAMES[kind]);
  return opened;
}

async function claimsOf(
  owner: ClaimOwner,
  reference: string,
  args: PageArgs,
  { lists, ids }: ClaimsContext,
): Promise<Connection<Claim>> {
  const request = pageRequest(args, 'claims', CLAIM_KEYSET, ids);
  const rows = await lists.of(owner, reference, request);
  return connection(rows, request, claimKeyset, (row) => claimOf(row, ids));
}

/** A customer as claims know them: a key that opens. Which of their claims are shown is decided claim by claim. */
export const customerByKey = async (
  { id }: { readonly id: string },
  context: ClaimsContext,
): Promise<Customer> => ({
  facts: { customer: reference('cus', id, context) },
  id,
});

/** An account as claims know it. @throws {NotFound} not a key of an account. */
export async function accountByKey(
  { id }: { readonly id: string },
  context: ClaimsContext,
): Promise<Account> {
  reference('acc', id, context);
  return { id };
}

/** An operation as claims know it. @throws {NotFound} not a key of an operation. */
export async function operationByKey(
  { id }: { readonly id: string },
  context: ClaimsContext,
): Promise<Operation> {
  reference('opr', id, context);
  return { id };
}
