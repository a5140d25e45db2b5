import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../../../schema/kernel/clock';
import { EvidenceRefused, type EvidenceIntake, type EvidenceUpload } from '../../../schema/ports/evidence';
import type { SqlStore } from '../../../schema/ports/store';
import { type ContentKey, forgetParts, inParts, keepPart } from './content';
import { createContentCheck, saysSame } from './file-types';
import { receive, type Slot, slotByToken } from './files';
import { evidenceStore } from './store';
import { hashOf } from './token';

/**
 * Takes evidence into our own store. Whoever serves uploads has it, whether the subgraph runs in the same process or not.
 *
 * @param open the store that the subgraph keeps evidence in.
 */
export function createEvidenceIntake(open: () => Promise<SqlStore>, clock: Clock): EvidenceIntake {
  const opened = evidenceStore(open);
  return {
    async receive(upload) {
      const store = await opened();
      const slot = await slotByToken(store, hashOf(upload.token));
      if (!slot) throw new EvidenceRefused('UNKNOWN');
      check(slot, upload, clock.now());
      const key = { reference: slot.reference, upload: randomUUID() };
      try {
        const sha256 = await keep(store, key, slot, upload.body);
        const taken = await store.transaction((session) => receive(session, key, sha256, clock.now()));
        if (!taken) throw new EvidenceRefused('USED');
        return { sizeBytes: slot.sizeBytes, sha256 };
      } catch (error) {
        // What stays behind where even that fails is swept away later.
        await forgetParts(store, key).catch(() => undefined);
        throw error;
      }
    },
  };
}

/** What can be told before the first byte. */
function check(slot: Slot, { mediaType, sizeBytes }: EvidenceUpload, now: Date): void {
  if (slot.state !== 'AWAITING_UPLOAD') throw new EvidenceRefused('USED');
  if (slot.expiresAt <= now) throw new EvidenceRefused('EXPIRED');
  if (sizeBytes !== undefined && sizeBytes > slot.sizeBytes) throw new EvidenceRefused('TOO_LARGE');
  if (sizeBytes !== undefined && sizeBytes < slot.sizeBytes) throw new EvidenceRefused('WRONG_SIZE');
  if (!saysSame(mediaType, slot.mimeType)) throw new EvidenceRefused('WRONG_TYPE');
}

async function keep(
  store: SqlStore,
  key: ContentKey,
  { mimeType, sizeBytes }: Slot,
  body: AsyncIterable<Uint8Array>,
): Promise<string> {
  const content = createContentCheck(mimeType);
  const hash = createHash('sha256');
  let size = 0;
  let part = 0;
  for await (const bytes of inParts(body)) {
    size += bytes.length;
    if (size > sizeBytes) throw new EvidenceRefused('TOO_LARGE');
    if (!(await content.takes(bytes))) throw new EvidenceRefused('WRONG_TYPE');
    hash.update(bytes);
    await keepPart(store, key, part, bytes);
    part += 1;
  }
  if (size < sizeBytes) throw new EvidenceRefused('WRONG_SIZE');
  if (!content.ends()) throw new EvidenceRefused('WRONG_TYPE');
  return hash.digest('hex');
}
