import type { StoreSession } from '../../../schema/ports/store';

/** Bytes that stand in one row: a file is never whole in memory while it comes in. */
const PART_BYTES = 256 * 1024;

/** Which bytes: those of one upload of one piece of evidence. */
export interface ContentKey {
  readonly reference: string;
  readonly upload: string;
}

/** @returns the same bytes in parts of one size; only the last is shorter. */
export async function* inParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length < PART_BYTES) continue;
    let bytes = Buffer.concat(pieces);
    for (; bytes.length >= PART_BYTES; bytes = bytes.subarray(PART_BYTES))
      yield bytes.subarray(0, PART_BYTES);
    pieces = [bytes];
    length = bytes.length;
  }
  if (length > 0) yield Buffer.concat(pieces);
}

/** Keeps one part. */
export async function keepPart(
  session: StoreSession,
  { reference, upload }: ContentKey,
  part: number,
  bytes: Buffer,
): Promise<void> {
  await session.query(
    `insert into documents.evidence_content (reference, upload, part, bytes) values ($1, $2, $3, decode($4, 'base64'))`,
    [reference, upload, part, bytes.toString('base64')],
  );
}

/** Forgets the parts of an upload that is not taken. */
export async function forgetParts(session: StoreSession, { reference, upload }: ContentKey): Promise<void> {
  await session.query('delete from documents.evidence_content where reference = $1 and upload = $2', [
    reference,
    upload,
  ]);
}

/** @returns a letter that goes out; nothing where it is not kept any more. */
export async function letterOf(session: StoreSession, reference: string): Promise<Buffer> {
  const [row] = await session.query<{ text: string }>(
    `select encode(pdf, 'base64') as text from documents.letter where reference = $1`,
    [reference],
  );
  return Buffer.from(row?.text ?? '', 'base64');
}

/** @returns the parts in order, one read at a time. */
export async function* readParts(
  session: StoreSession,
  { reference, upload }: ContentKey,
): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    const [row] = await session.query<{ text: string }>(
      `select encode(bytes, 'base64') as text from documents.evidence_content
        where reference = $1 and upload = $2 and part = $3`,
      [reference, upload, part],
    );
    if (!row) return;
    yield Buffer.from(row.text, 'base64');
  }
}
