import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { BadUserInput, NotFound } from '../../../schema/kernel/errors';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkIdempotencyKey, once } from '../../shared/idempotency';
import type { ClaimsContext } from '../context';
import { Customer } from '../links.type';
import { draftContent } from './content';
import { ClaimDraft, ClaimDraftInput, ClaimDraftPayload } from './draft.type';
import { deleteDraft, draftOf, draftOwner, draftSeq, draftsOf, lockDraft, writeDraft } from './drafts';

const KEY =
  'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input give the same answer again.';

const claimant = { subject: 'claimant' } as const;

@Resolver(() => Customer)
export class DraftResolver {
  @NotPersonal()
  @Query(() => ClaimDraft, { nullable: true, description: 'A draft of the caller’s own.' })
  async claimDraft(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of a draft.' }) id: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ClaimDraft> {
    const seq = draftSeq(id, context.ids);
    const own = await ownDrafts(context);
    const row = own.find((each) => each.seq === seq);
    if (!row) throw new NotFound('ClaimDraft');
    return draftOf(row, context.ids);
  }

  @NotPersonal()
  @Query(() => [ClaimDraft], { nullable: true, description: 'The caller’s own drafts, newest first.' })
  async claimDrafts(@Ctx() context: ClaimsContext): Promise<ClaimDraft[]> {
    const own = await ownDrafts(context);
    return own.map((row) => draftOf(row, context.ids));
  }

  @Personal('user.content.draft', claimant)
  @FieldResolver(() => [ClaimDraft], {
    name: 'claimDrafts',
    nullable: true,
    description: 'Complaints that they have begun and not filed, newest first: for themselves alone.',
  })
  async draftsOfCustomer(
    @Root() { facts }: Customer,
    @Ctx() { store, clock, ids }: ClaimsContext,
  ): Promise<ClaimDraft[]> {
    const rows = facts.customer ? await draftsOf(store, facts.customer, clock.now()) : [];
    return rows.map((row) => draftOf(row, ids));
  }

  @NotPersonal()
  @Mutation(() => ClaimDraftPayload, {
    nullable: true,
    description:
      'Keeps what a customer has filled in so far. To be sent again and again; the last one stands.',
  })
  async saveClaimDraft(
    @NotPersonal()
    @Arg('input', () => ClaimDraftInput, { description: 'All that is filled in.' })
    input: ClaimDraftInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) key: string,
    @Ctx() { store, ids, clock, operation, drafts }: ClaimsContext,
  ): Promise<ClaimDraftPayload> {
    checkIdempotencyKey(key);
    const owner = draftOwner(operation.caller);
    const content = draftContent(input);
    const seq = input.draftId ? draftSeq(input.draftId, ids) : null;
    const version = input.version ?? null;
    if ((seq === null) !== (version === null)) {
      throw new BadUserInput('input.version', 'goes with the key of the draft.');
    }
    const now = clock.now();
    const request = {
      schema: 'claims',
      subject: operation.caller.subject,
      mutation: 'saveClaimDraft',
      key,
      now,
      input: { seq, version, content },
    } as const;
    return store.transaction(async (session) => {
      const saved = await once(session, request, async () => {
        const before = seq === null ? null : await lockDraft(session, seq, owner, now);
        if (seq !== null && before?.version !== version) return { done: false, seq };
        return { done: true, seq: await writeDraft(session, { seq, owner, content }, drafts, now) };
      });
      const row = await lockDraft(session, saved.seq, owner, now);
      return { facts: { customer: owner }, done: saved.done, draft: draftOf(row, ids) };
    });
  }

  @NotPersonal()
  @Mutation(() => ClaimDraftPayload, {
    nullable: true,
    description: 'Deletes a draft of the caller’s own; one that is gone already is no mistake.',
  })
  async discardClaimDraft(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of the draft.' }) id: string,
    @Personal('user.content.draft', claimant)
    @Arg('version', () => Int, { description: 'The `version` that the caller saw.' })
    version: number,
    @Ctx() { store, ids, clock, operation }: ClaimsContext,
  ): Promise<ClaimDraftPayload> {
    const owner = draftOwner(operation.caller);
    const facts = { customer: owner };
    return store.transaction(async (session) => {
      const [before] = await draftsOf(session, owner, clock.now(), draftSeq(id, ids));
      if (before && before.version !== version) return { facts, done: false, draft: draftOf(before, ids) };
      if (before) await deleteDraft(session, before.seq, owner);
      return { facts, done: true, draft: null };
    });
  }
}

const ownDrafts = ({ store, clock, operation }: ClaimsContext) =>
  draftsOf(store, draftOwner(operation.caller), clock.now());
