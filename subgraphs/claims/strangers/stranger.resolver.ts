import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { BadUserInput, NotFound } from '../../../schema/kernel/errors';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkFreeText } from '../../shared/free-text';
import { checkIdempotencyKey, once } from '../../shared/idempotency';
import { claimOf, factsOf } from '../claim.record';
import type { ClaimsContext } from '../context';
import { ClaimantErasure, ClaimantRecord } from './stranger.type';
import { claimsOfStranger, eraseStranger, type Shown } from './strangers';

const claimant = { subject: 'claimant' } as const;
const NUMBER = 'Of one of their claims, e.g. `RC-2026-0001234`.';
const CONTACT =
  'How they are reached, as they gave it with that claim: the e-mail address, or the postal one in one line.';

/** Rights of those who are no customers (art. 15 and 17 GDPR): prospects, beneficiaries, heirs, representatives. */
@Resolver(() => ClaimantRecord)
export class StrangerResolver {
  @Personal('user.privacy_request', claimant)
  @Query(() => ClaimantRecord, {
    nullable: true,
    description:
      'What is held of somebody who made a claim and is no customer, for the data protection officer: by the number of a claim of theirs and how they are reached. A number alone, or a contact alone, finds nobody.',
  })
  async claimantRecord(
    @NotPersonal() @Arg('claimNumber', () => String, { description: NUMBER }) number: string,
    @Personal('user.contact', claimant)
    @Arg('contact', () => String, { description: CONTACT })
    contact: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ClaimantRecord> {
    const keys = await claimsOfStranger(context.store, shownBy(number, contact));
    const rows = await Promise.all(keys.map((each) => context.claims.byNumber(each.number)));
    const claims = rows.flatMap((row) =>
      row && context.visible('Claim', factsOf(row)) ? claimOf(row, context.ids) : [],
    );
    // Whoever may know of none of them learns no more than of a contact that is another's.
    if (claims.length === 0) throw new NotFound('ClaimantRecord');
    return { facts: { customer: null, branch: null, handler: null }, claims };
  }

  @NotPersonal('system.retention')
  @Mutation(() => ClaimantErasure, {
    nullable: true,
    description:
      'Erases somebody who is no customer in the hub’s own store, as far as the law does not have their claims kept, and says what is kept until when (art. 17 GDPR).',
  })
  eraseClaimant(
    @NotPersonal() @Arg('claimNumber', () => String, { description: NUMBER }) number: string,
    @Personal('user.contact', claimant)
    @Arg('contact', () => String, { description: CONTACT })
    contact: string,
    @NotPersonal()
    @Arg('idempotencyKey', () => String, {
      description:
        'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input give the same answer again.',
    })
    key: string,
    @Ctx() { store, operation, clock, retention }: ClaimsContext,
  ): Promise<ClaimantErasure> {
    checkIdempotencyKey(key);
    const shown = shownBy(number, contact);
    const now = clock.now();
    const { subject } = operation.caller;
    // The contact is no part of what is kept of the request: it may be gone from everywhere else.
    const request = {
      schema: 'claims',
      subject,
      mutation: 'eraseClaimant',
      key,
      input: { number },
      now,
    } as const;
    return store.transaction((session) =>
      once(session, request, () => eraseStranger(session, shown, retention, now)),
    );
  }
}

function shownBy(number: string, contact: string): Shown {
  if (!/^RC-\d{4}-\d{7,12}$/.test(number))
    throw new BadUserInput('claimNumber', 'a claim’s number is expected.');
  checkFreeText('contact', contact, 700);
  return { number, contact };
}
