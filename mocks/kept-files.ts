import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where this user keeps what was made once and takes long to make; empty it whenever you like. */
export const KEPT = join(tmpdir(), `claims-hub-${userInfo().uid}`);

/** Makes that folder. */
export function makeKept(): void {
  mkdirSync(KEPT, { recursive: true, mode: 0o700 });
}

/** Keeps a file. Several processes may get here at once: whoever is last wins, and nobody reads half a file. */
export function keep(name: string, content: string | Uint8Array): void {
  makeKept();
  const draft = join(KEPT, `${name}.${process.pid}`);
  writeFileSync(draft, content);
  renameSync(draft, join(KEPT, name));
}

/** Forgets files that were neither made nor used for a while. */
export function forgetOld(isOurs: (name: string) => boolean, afterMs: number): void {
  makeKept();
  for (const name of readdirSync(KEPT).filter(isOurs)) {
    const used = statSync(join(KEPT, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (used < Date.now() - afterMs) rmSync(join(KEPT, name), { force: true });
  }
}
