import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { NotPersonal } from '../../shared/classify';
import { checkIdempotencyKey } from '../../shared/idempotency';
import type { DocumentsContext } from '../context';
import { RequestEvidenceUploadInput, RequestEvidenceUploadPayload } from './evidence.type';
import { fileByReference } from './files';
import { requestUpload } from './request-upload';
import { sessionOf } from './session';
import { visibleEvidence } from './visible';

const KEY =
  'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input name the same file.';

@Resolver()
export class RequestEvidenceUploadResolver {
  @NotPersonal()
  @Mutation(() => RequestEvidenceUploadPayload, {
    nullable: true,
    description:
      'Announces a file for a claim, and gives the path that takes its bytes. It is scanned, and kept until the document store has it.',
  })
  async requestEvidenceUpload(
    @NotPersonal()
    @Arg('input', () => RequestEvidenceUploadInput, { description: 'The file.' })
    input: RequestEvidenceUploadInput,
    @NotPersonal() @Arg('idempotencyKey', () => String, { description: KEY }) idempotencyKey: string,
    @Ctx() context: DocumentsContext,
  ): Promise<RequestEvidenceUploadPayload> {
    checkIdempotencyKey(idempotencyKey);
    const { reference, token, expiresAt } = await requestUpload(input, idempotencyKey, context);
    const file = await fileByReference(sessionOf(await context.evidence.store()), reference);
    const evidence = file && (await visibleEvidence(context, file));
    return {
      evidence: evidence ?? null,
      uploadPath: token === undefined ? null : `/evidence/${token}`,
      expiresAt: token === undefined ? null : expiresAt,
    };
  }
}
