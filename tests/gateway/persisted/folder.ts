import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registered } from './world';

/** A folder of manifests. */
export interface ManifestFolder {
  readonly dir: string;
  /** Puts a manifest of these texts in its place at once, as deployments do. */
  place(file: string, ...texts: readonly string[]): void;
  remove(): void;
}

export function createManifestFolder(): ManifestFolder {
  const dir = mkdtempSync(join(tmpdir(), 'hub-operations-'));
  return {
    dir,
    place(file, ...texts) {
      const operations = texts.map((text) => registered(text));
      const draft = join(dir, `${file}.draft`);
      writeFileSync(
        draft,
        JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }),
      );
      renameSync(draft, join(dir, file));
    },
    remove: () => rmSync(dir, { recursive: true }),
  };
}
