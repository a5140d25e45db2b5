import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { type Connection, connection, PageArgs, pageRequest } from '../shared/connection';
import { visibleOf } from '../shared/row-gate';
import { type DocumentsContext, visibleDocument } from './context';
import { Claim, type Document, DocumentConnection } from './document.type';

const LIST = 'documents';
/** A document's place: when it was filed, in milliseconds, and its key. */
const PLACE = ['integer', /^doc_[\w-]{10,250}$/] as const;
type Place = readonly [filedAt: number, id: string];

@Resolver(() => Claim)
export class ClaimDocumentsResolver {
  /** The store pages by 200 over up to 20 claims at once, so a claim's documents are read whole and paged here. */
  @NotPersonal('bank.claim')
  @FieldResolver(() => DocumentConnection, {
    nullable: true,
    description: 'Its documents, the oldest first.',
  })
  async documents(
    @Root() claim: Claim,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: DocumentsContext,
  ): Promise<Connection<Document>> {
    const request = pageRequest(args, LIST, PLACE, context.ids);
    if (!context.seesAny) return connection([], request, placeOf, nodeOf);
    const claimNumber = claimNumberById(claim.id, context);
    const records = await context.documents.ofClaim(claimNumber);
    const documents = (await visibleOf(records, (record) => visibleDocument(context, record))).sort((a, b) =>
      compare(placeOf(a), placeOf(b)),
    );
    const after = request.after as Place | undefined;
    const rest = after ? documents.filter((each) => compare(placeOf(each), after) > 0) : documents;
    return connection(rest.slice(0, request.first + 1), request, placeOf, nodeOf);
  }
}

/** @throws {NotFound} not a key of a claim. Whether there is such a claim is for another subgraph to say. */
export async function claimById({ id }: { readonly id: string }, context: DocumentsContext): Promise<Claim> {
  claimNumberById(id, context);
  return { id };
}

/** @throws {NotFound} not a key of a claim. */
export function claimNumberById(id: string, { ids }: DocumentsContext): string {
  const claimNumber = ids.open('clm', id);
  if (claimNumber === undefined) throw new NotFound('Claim');
  return claimNumber;
}

const nodeOf = (document: Document): Document => document;

const placeOf = ({ depositedAt, id }: Document): Place => [depositedAt?.getTime() ?? 0, id];

const compare = ([aTime, aId]: Place, [bTime, bId]: Place): number =>
  aTime - bTime || (aId < bId ? -1 : Number(aId > bId));
