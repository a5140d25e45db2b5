import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { accountByNumber } from './account.resolver';
import { Account } from './account.type';
import { Card } from './card.type';
import { type AccountsContext, visibleCard } from './context';

@Resolver(() => Card)
export class CardResolver {
  @NotPersonal()
  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The account that it pays from. Source: Db2 TCAR0010.CAR_CPT.',
  })
  account(@Root() { accountNumber }: Card, @Ctx() context: AccountsContext): Promise<Account> {
    return accountByNumber(accountNumber, context);
  }
}

/** @throws {NotFound} no such card, or not visible to the caller. */
export async function cardById({ id }: { readonly id: string }, context: AccountsContext): Promise<Card> {
  const reference = context.ids.open('crd', id);
  if (reference === undefined || !context.seesAny('Card')) throw new NotFound('Card');
  const record = await context.cards.byReference(reference);
  const card = record ? await visibleCard(context, record) : undefined;
  if (!record) await context.admit('Card', undefined);
  if (!card) throw new NotFound('Card');
  return card;
}
