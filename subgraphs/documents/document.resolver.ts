import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { type DocumentsContext, visibleDocument } from './context';
import { Document } from './document.type';

@Resolver(() => Document)
export class DocumentResolver {
  @NotPersonal()
  @Query(() => Document, { nullable: true, description: 'One document by key.' })
  document(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of a document.' }) id: string,
    @Ctx() context: DocumentsContext,
  ): Promise<Document> {
    return documentById({ id }, context);
  }
}

/** @throws {NotFound} no such document, or not visible to the caller. */
export async function documentById(
  { id }: { readonly id: string },
  context: DocumentsContext,
): Promise<Document> {
  const reference = context.ids.open('doc', id);
  if (reference === undefined || !context.seesAny) throw new NotFound('Document');
  const record = await context.documents.byReference(reference);
  const document = record ? await visibleDocument(context, record) : undefined;
  if (!record) await context.admit('Document', undefined);
  if (!document) throw new NotFound('Document');
  return document;
}
