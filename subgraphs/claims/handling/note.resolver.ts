import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkFreeText } from '../../shared/free-text';
import { checkIdempotencyKey } from '../../shared/idempotency';
import { Claim } from '../claim.type';
import { claimById, type ClaimsContext } from '../context';
import { AddInternalNotePayload, InternalNote } from './handling.type';
import { keepNote, NOTE_MAX } from './notes';

const claimant = { subject: 'claimant' } as const;

@Resolver(() => Claim)
export class NoteResolver {
  @Personal('bank.internal', claimant)
  @FieldResolver(() => [InternalNote], {
    nullable: true,
    description: 'What staff wrote down for each other, oldest first.',
  })
  internalNotes(@Root() { seq }: Claim, @Ctx() { notes }: ClaimsContext): Promise<InternalNote[]> {
    return notes.of(seq);
  }

  @NotPersonal()
  @Mutation(() => AddInternalNotePayload, {
    nullable: true,
    description:
      'Adds a note for colleagues. Words that may not belong into it are told first: the note is kept once its author confirms it.',
  })
  async addInternalNote(
    @NotPersonal() @Arg('claimId', () => ID, { description: 'Opaque key of the claim.' }) claimId: string,
    @Personal('user.content.private', claimant)
    @Arg('text', () => String, {
      description: `The note, up to ${NOTE_MAX} characters. Objective: the person concerned may read it.`,
    })
    text: string,
    @NotPersonal()
    @Arg('confirmed', () => Boolean, {
      defaultValue: false,
      description: 'The author was told of the warnings, and keeps the note.',
    })
    confirmed: boolean,
    @NotPersonal()
    @Arg('idempotencyKey', () => String, {
      description:
        'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input give the same answer again.',
    })
    idempotencyKey: string,
    @Ctx() context: ClaimsContext,
  ): Promise<AddInternalNotePayload> {
    checkIdempotencyKey(idempotencyKey);
    checkFreeText('text', text, NOTE_MAX);
    const claim = await claimById(claimId, context);
    const warnings = context.notes.check(text);
    const kept = confirmed || warnings.length === 0;
    const kinds = [...new Set(warnings.map(({ kind }) => kind))];
    if (kept) await keepNote(claim, text, kinds, idempotencyKey, context);
    return { facts: claim.facts, kept, warnings, claim };
  }
}
