import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { BadUserInput, NotFound } from '../../schema/kernel/errors';
import { NotPersonal, Personal } from '../shared/classify';
import { checkFreeText } from '../shared/free-text';
import { checkIdempotencyKey } from '../shared/idempotency';
import { automateClaim } from './automation/automate';
import { Deadline } from './claim-parts.type';
import { claimDeadlines } from './claim-parts.resolver';
import { FileClaimInput } from './claim.input';
import { claimOf } from './claim.record';
import { claimById, type ClaimsContext } from './context';
import { recordClaim } from './filing';
import { checkFilingOnBehalf, FileClaimOnBehalfInput } from './filing-on-behalf';
import { actorOf, checkFiling, type Filing } from './filing.rules';
import { AddClaimMessagePayload, FileClaimPayload } from './filing.type';
import { MESSAGE_MAX, recordMessage } from './messages';
import { trackingSecret } from './tracking/secret';

const KEY =
  'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input give the same answer again.';

@Resolver(() => FileClaimPayload)
export class FilingResolver {
  @NotPersonal()
  @Mutation(() => FileClaimPayload, {
    nullable: true,
    description: 'Records a complaint. It is safe on disk when this answers.',
  })
  async fileClaim(
    @NotPersonal()
    @Arg('input', () => FileClaimInput, { description: 'The complaint.' })
    input: FileClaimInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) idempotencyKey: string,
    @Ctx() context: ClaimsContext,
  ): Promise<FileClaimPayload> {
    checkIdempotencyKey(idempotencyKey);
    const { ids, intake, clock, operation } = context;
    const filing = checkFiling(input, operation.caller, { ids, intake, now: clock.now() });
    return filed(filing, idempotencyKey, 'fileClaim', context);
  }

  @NotPersonal()
  @Mutation(() => FileClaimPayload, {
    nullable: true,
    description:
      'Staff record a complaint that was made to them, by a customer or by anybody else. It is safe on disk when this answers.',
  })
  async fileClaimOnBehalf(
    @NotPersonal()
    @Arg('input', () => FileClaimOnBehalfInput, { description: 'The complaint, and who makes it.' })
    input: FileClaimOnBehalfInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) idempotencyKey: string,
    @Ctx() context: ClaimsContext,
  ): Promise<FileClaimPayload> {
    checkIdempotencyKey(idempotencyKey);
    const { ids, intake, clock, operation } = context;
    const filing = checkFilingOnBehalf(input, operation.caller, { ids, intake, now: clock.now() });
    return filed(filing, idempotencyKey, 'fileClaimOnBehalf', context);
  }

  @Personal('bank.claim', { subject: 'claimant' })
  @FieldResolver(() => [Deadline], { nullable: true, description: 'Until when the bank must do what.' })
  async deadlines(
    @Root() { claim }: FileClaimPayload,
    @Ctx() context: ClaimsContext,
  ): Promise<Deadline[] | null> {
    return claim && claimDeadlines(claim, context);
  }

  @NotPersonal()
  @Mutation(() => AddClaimMessagePayload, {
    nullable: true,
    description:
      'Adds a message to a claim: the claimant’s to their own, the bank’s to one that the caller may know of.',
  })
  async addClaimMessage(
    @NotPersonal() @Arg('claimId', () => ID, { description: 'Opaque key of the claim.' }) claimId: string,
    @Personal('user.content.private', { subject: 'claimant' })
    @Arg('text', () => String, { description: 'The message, up to 10,000 characters. Kept to the byte.' })
    text: string,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) idempotencyKey: string,
    @Ctx() context: ClaimsContext,
  ): Promise<AddClaimMessagePayload> {
    checkIdempotencyKey(idempotencyKey);
    checkFreeText('text', text, MESSAGE_MAX);
    if (context.ids.open('clm', claimId) === undefined)
      throw new BadUserInput('claimId', 'not a key of that kind.');
    const actor = actorOf(context.operation.caller);
    const claim = await claimById(claimId, context);
    const seq = await recordMessage(claim, text, idempotencyKey, actor, context);
    forget(context);
    const row = await context.claims.message(seq);
    if (!row) throw new NotFound('Message');
    return { facts: claim.facts, claim, message: row };
  }
}

async function filed(
  filing: Filing,
  key: string,
  mutation: 'fileClaim' | 'fileClaimOnBehalf',
  context: ClaimsContext,
): Promise<FileClaimPayload> {
  const number = await recordClaim(filing, key, mutation, context);
  await automateClaim(number, context);
  forget(context);
  const row = await context.claims.byNumber(number);
  if (!row) throw new NotFound('Claim');
  const { ids, operation } = context;
  const claim = claimOf(row, ids);
  const secret = trackingSecret(ids, number, operation.caller.subject, key);
  return { facts: claim.facts, claim, number, trackingSecret: secret, datedCopy: claim.datedCopy };
}

/** What was read before a change may be read again after it, in the same operation. */
function forget({ claims, lists }: ClaimsContext): void {
  claims.forget();
  lists.forget();
}
