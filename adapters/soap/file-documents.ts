import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DocumentReader } from './documents';

/** Documents from the disk alone: a vendored contract does not import over the network. */
export const fileDocuments: DocumentReader = {
  async read(path) {
    return { bytes: await readFile(local(path)) };
  },
  resolve: (relative, from) => join(dirname(from), decodeURIComponent(local(relative))),
};

function local(path: string): string {
  if (/^[a-z][a-z\d+.-]+:/i.test(path))
    throw new Error(`${path}: a vendored contract does not import over the network`);
  return path;
}
