import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { visibleOf } from '../shared/row-gate';
import { Account } from './account.type';
import { Card } from './card.type';
import { type AccountsContext, visibleAccount, visibleCard } from './context';
import { Customer } from './customer.type';

@Resolver(() => Account)
export class AccountResolver {
  @NotPersonal()
  @Query(() => Account, { nullable: true, description: 'One account by key.' })
  account(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of an account.' }) id: string,
    @Ctx() context: AccountsContext,
  ): Promise<Account> {
    return accountById({ id }, context);
  }

  @NotPersonal()
  @FieldResolver(() => Customer, {
    nullable: true,
    description: 'Its holder. Source: Db2 TCPT0010.CPT_TIERS.',
  })
  customer(@Root() { facts }: Account, @Ctx() { ids }: AccountsContext): Customer | null {
    return facts.customer ? { id: ids.seal('cus', facts.customer) } : null;
  }

  @NotPersonal()
  @FieldResolver(() => [Card], {
    nullable: true,
    description: 'The cards that pay from it. Source: Db2 TCAR0010.',
  })
  async cards(@Root() { number }: Account, @Ctx() context: AccountsContext): Promise<Card[]> {
    if (!context.seesAny('Card')) return [];
    const cards = await context.cards.ofAccount(number);
    return visibleOf(cards, (record) => visibleCard(context, record));
  }
}

/** @throws {NotFound} no such account, or not visible to the caller. */
export function accountById({ id }: { readonly id: string }, context: AccountsContext): Promise<Account> {
  return accountByNumber(context.ids.open('acc', id), context);
}

/** @throws {NotFound} no such account, or not visible to the caller. */
export async function accountByNumber(
  number: string | undefined,
  context: AccountsContext,
): Promise<Account> {
  if (number === undefined || !context.seesAny('Account')) throw new NotFound('Account');
  const record = await context.accounts.byNumber(number);
  const account = record ? await visibleAccount(context, record) : undefined;
  if (!record) await context.admit('Account', undefined);
  if (!account) throw new NotFound('Account');
  return account;
}
