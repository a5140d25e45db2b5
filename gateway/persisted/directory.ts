import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ManifestError, parseManifest, type RegisteredOperation } from './manifest';
import type { OperationSource } from './safelist';
import { clientIn } from './settings';

/** A file of a manifest: the client's id, percent-encoded where it needs to be. */
const NAME = /^(.+)\.json$/;

/** Manifests in a folder, one file per client. A file that is replaced counts within seconds. */
export function createOperationDirectory(dir: string): OperationSource {
  const files = async (): Promise<string[]> => {
    try {
      return (await readdir(dir)).filter((name) => NAME.test(name)).sort();
    } catch {
      throw new ManifestError(['HUB_OPERATIONS_DIR is not a folder that can be read']);
    }
  };
  return {
    async revision() {
      const seen = await Promise.all(
        (await files()).map(async (name) => {
          const { mtimeMs, size, ino } = await stat(join(dir, name));
          return [name, mtimeMs, size, ino];
        }),
      );
      return JSON.stringify(seen);
    },
    async read() {
      const clients = new Map<string, readonly RegisteredOperation[]>();
      const mistakes: string[] = [];
      for (const name of await files()) {
        const client = clientIn(NAME.exec(name)?.[1] ?? '');
        try {
          if (client === undefined) throw new ManifestError(['the name is not that of a client']);
          clients.set(client, parseManifest(await readFile(join(dir, name), 'utf8')));
        } catch (error) {
          if (!(error instanceof ManifestError)) throw error;
          mistakes.push(...error.mistakes.map((each) => `${name}: ${each}`));
        }
      }
      if (mistakes.length > 0) throw new ManifestError(mistakes);
      return clients;
    },
  };
}
