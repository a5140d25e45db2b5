import { randomUUID } from 'node:crypto';
import { BadUserInput, HubError, NotFound } from '../../../schema/kernel/errors';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import type { ClaimParties } from '../../../schema/ports/relation';
import { once } from '../../shared/idempotency';
import type { MeteredSession } from '../../shared/metered-store';
import { claimNumberById } from '../claim-documents.resolver';
import type { DocumentsContext } from '../context';
import type { RequestEvidenceUploadInput } from './evidence.type';
import { checkFileName } from './file-name';
import { evidenceTypes } from './file-types';
import { admitBy, announce, type Announced } from './files';
import { sessionOf } from './session';
import { hashOf, newToken } from './token';

/** Minutes in which an upload must begin. */
const UPLOAD_MINUTES = 30;
/** Files of one claim: more is no evidence but a mistake, or an attack. */
const FILES_MAX = 100;
/** Nothing more is sent along with claims that somebody ended for good. */
const OVER = ['WITHDRAWN', 'MERGED', 'REQUALIFIED'];

/** A file that may come now. */
interface Admitted {
  readonly reference: string;
  /** Absent where it is here already. */
  readonly token?: string;
  readonly expiresAt: Date;
}

/**
 * Announces a file, once per key. Asked again, it is the same file, under another token.
 *
 * @throws {BadUserInput} a name, a type or a size that is not taken.
 * @throws {NotFound} no such claim, or not visible to the caller.
 * @throws {HubError} `INVALID_STATE`: the claim takes no files.
 */
export async function requestUpload(
  input: RequestEvidenceUploadInput,
  key: string,
  context: DocumentsContext,
): Promise<Admitted> {
  checkFile(input, context.evidence.settings.maxBytes);
  const claimNumber = claimNumberById(input.claimId, context);
  const { customer, branch } = await openClaim(claimNumber, context);
  const { fileName, mimeType, sizeBytes } = input;
  const asked = { claimNumber, fileName, mimeType, sizeBytes };
  const now = context.evidence.clock.now();
  const expiresAt = new Date(now.getTime() + UPLOAD_MINUTES * 60_000);
  const token = newToken();
  const store = await context.evidence.store();
  return store.transaction(async (session) => {
    const file: Announced = { reference: `EVD-${randomUUID()}`, customer, branch, ...asked };
    const reference = await once(
      session,
      {
        schema: 'documents',
        subject: context.operation.caller.subject,
        mutation: 'requestEvidenceUpload',
        key,
        input: asked,
        now,
      },
      async () => {
        await refuseTooMany(session, claimNumber);
        await announce(sessionOf(session), file, now);
        return file.reference;
      },
    );
    const admitted = await admitBy(sessionOf(session), reference, hashOf(token), expiresAt);
    return { reference, expiresAt, ...(admitted ? { token } : {}) };
  });
}

function checkFile({ fileName, mimeType, sizeBytes }: RequestEvidenceUploadInput, maxBytes: number): void {
  if (!evidenceTypes.includes(mimeType))
    throw new BadUserInput('input.mimeType', `one of ${evidenceTypes.join(', ')} is expected.`);
  if (sizeBytes < 1 || sizeBytes > maxBytes)
    throw new BadUserInput('input.sizeBytes', `1 to ${maxBytes} bytes are taken.`);
  checkFileName('input.fileName', fileName, mimeType);
}

/** Whose the claim is, where the caller may know of it and it takes files. */
async function openClaim(claimNumber: string, { parties, admit }: DocumentsContext): Promise<ClaimParties> {
  if (!parties) throw new SourceUnavailable('store');
  const claim = (await parties([claimNumber])).get(claimNumber);
  const facts = await admit('Claim', claim && { ...claim, claim: claimNumber });
  if (!claim || !facts) throw new NotFound('Claim');
  if (OVER.includes(claim.status))
    throw new HubError('INVALID_STATE', 'The claim takes no files any more.', { status: claim.status });
  return claim;
}

async function refuseTooMany(session: MeteredSession, claimNumber: string): Promise<void> {
  const [row] = await session.query<{ count: string }>(
    1,
    'select count(*) as count from documents.evidence where claim_number = $1',
    [claimNumber],
  );
  if (Number(row?.count) >= FILES_MAX)
    throw new HubError('INVALID_STATE', `A claim takes at most ${FILES_MAX} files.`, { most: FILES_MAX });
}
