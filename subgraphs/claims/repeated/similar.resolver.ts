import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotPersonal } from '../../shared/classify';
import { claimOf, factsOf } from '../claim.record';
import { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import { FileClaimPayload } from '../filing.type';

@Resolver(() => Claim)
export class PossibleDuplicatesResolver {
  @NotPersonal()
  @FieldResolver(() => [Claim], {
    nullable: true,
    description:
      'Other claims of the same customer that may be about the same matter, newest first: see `mergeClaim`.',
  })
  possibleDuplicates(@Root() { seq }: Claim, @Ctx() context: ClaimsContext): Promise<Claim[]> {
    return similarTo(seq, context);
  }
}

@Resolver(() => FileClaimPayload)
export class SimilarResolver {
  @NotPersonal()
  @FieldResolver(() => [Claim], {
    nullable: true,
    description:
      'Earlier claims that may be about the same matter: the new one is recorded all the same, and may be joined to one of them.',
  })
  async similar(@Root() { claim }: FileClaimPayload, @Ctx() context: ClaimsContext): Promise<Claim[]> {
    return claim ? similarTo(claim.seq, context) : [];
  }
}

/** Those that the caller may know of. */
async function similarTo(seq: string, context: ClaimsContext): Promise<Claim[]> {
  const numbers = await context.similar.of(seq);
  const rows = await Promise.all(numbers.map((number) => context.claims.byNumber(number)));
  return rows.flatMap((row) =>
    row && context.visible('Claim', factsOf(row)) ? [claimOf(row, context.ids)] : [],
  );
}
