import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotPersonal } from '../../shared/classify';
import { visibleOf } from '../../shared/row-gate';
import { claimNumberById } from '../claim-documents.resolver';
import type { DocumentsContext } from '../context';
import { Claim, Document } from '../document.type';
import { documentById } from '../document.resolver';
import { Evidence } from './evidence.type';
import { visibleEvidence } from './visible';

@Resolver(() => Claim)
export class ClaimEvidenceResolver {
  @NotPersonal('bank.claim')
  @FieldResolver(() => [Evidence], {
    nullable: true,
    description: 'Files that were sent along with it, the oldest first; once there, they are documents too.',
  })
  async evidence(@Root() claim: Claim, @Ctx() context: DocumentsContext): Promise<Evidence[]> {
    const claimNumber = claimNumberById(claim.id, context);
    if (!context.evidence.seesAny) return [];
    const files = await context.evidence.ofClaim(claimNumber);
    return visibleOf(files, (file) => visibleEvidence(context, file));
  }
}

@Resolver(() => Evidence)
export class EvidenceResolver {
  /** As any document: whether the caller may know of it, the store's own indexes say. */
  @NotPersonal('bank.claim')
  @FieldResolver(() => Document, {
    nullable: true,
    description: 'The document, once the document store has it.',
  })
  document(@Root() { document }: Evidence, @Ctx() context: DocumentsContext): Promise<Document> | null {
    return document && documentById(document, context);
  }
}
