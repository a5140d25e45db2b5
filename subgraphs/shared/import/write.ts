import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files } from './model';

/** @returns the files as the formatter would leave them, so that the check has nothing to say. */
export async function formatted(files: Files, root: string): Promise<Files> {
  const { format, resolveConfig } = await import('prettier');
  const options = await resolveConfig(join(root, '.config', 'prettier.json'), {
    config: join(root, '.config', 'prettier.json'),
  });
  const texts = await Promise.all(
    [...files].map(async ([path, text]) =>
      path.endsWith('.ts')
        ? ([path, await format(text, { ...options, parser: 'typescript' })] as const)
        : ([path, text] as const),
    ),
  );
  return new Map(texts);
}

/** Writes files below the repository's root. What is there is never overwritten. */
export async function writeNew(files: ReadonlyMap<string, string | Buffer>, root: string): Promise<void> {
  for (const [path, content] of files) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { flag: 'wx' });
  }
}
