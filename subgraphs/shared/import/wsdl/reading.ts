import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReadDocument } from './vendor';

const isUrl = (location: string): boolean => /^https?:\/\//i.test(location);

/** Milliseconds that a document may take. */
const TIMEOUT_MS = 30_000;

/** Reads documents from the disk and from the web, and remembers what it read. */
export interface RememberingReader {
  read(location: string): Promise<{ readonly bytes: Buffer; readonly contentType?: string }>;
  /** @returns the location of what a document imports. */
  resolve(relative: string, from: string): string;
  /** Everything that was read, in order. */
  readonly documents: readonly ReadDocument[];
}

export function createReader(): RememberingReader {
  const documents: ReadDocument[] = [];
  return {
    documents,
    async read(location) {
      const found = isUrl(location) ? await fetched(location) : { bytes: await readFile(location) };
      documents.push({ location, bytes: found.bytes });
      return found;
    },
    resolve(relative, from) {
      if (isUrl(relative)) return relative;
      if (isUrl(from)) return new URL(relative, from).href;
      return join(dirname(from), decodeURIComponent(relative));
    },
  };
}

/** @throws {Error} with a sentence: no answer, or none that is a document. */
async function fetched(location: string): Promise<{ bytes: Buffer; contentType?: string }> {
  const answer = await fetch(location, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
  if (!answer?.ok)
    throw new Error(`${location} could not be read (${answer ? `HTTP ${answer.status}` : 'no answer'}).`);
  const contentType = answer.headers.get('content-type');
  return { bytes: Buffer.from(await answer.arrayBuffer()), ...(contentType !== null && { contentType }) };
}
