import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { identityOf, type ProcessIdentity } from './process-identity';

/** Holds a data folder for one process. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes `FOLDER.lock`, so that a second process gets a sentence instead of a corrupt database.
 * A lock whose process died, however it died, is taken over.
 *
 * @throws {Error} another process holds the folder.
 */
export function lockFolder(folder: string): FolderLock {
  const file = `${folder}.lock`;
  const mine = JSON.stringify(identityOf(process.pid));
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (created(file, mine)) return { release: () => release(file, mine) };
    const found = read(file);
    if (found !== undefined) {
      const holder = living(found);
      if (holder) throw new Error(refusal(folder, file, holder));
      removeStale(file, found);
    }
  }
  throw new Error(`the data folder ${folder} is being opened by another process: try again`);
}

function refusal(folder: string, file: string, holder: ProcessIdentity): string {
  if (holder.host !== hostname()) {
    return `the data folder ${folder} was opened on another machine (${holder.host}): stop the hub there, or delete ${file} if it is gone`;
  }
  return `the data folder ${folder} is in use by process ${holder.pid}: stop it, or choose another folder`;
}

/** @returns who holds the lock, or `undefined` where nobody does any more. */
function living(text: string): ProcessIdentity | undefined {
  const holder = parsed(text);
  if (!holder) return undefined;
  if (holder.host !== hostname()) return holder; // Nobody here can tell whether it lives.
  const now = identityOf(holder.pid);
  return now && now.started === holder.started ? holder : undefined;
}

/** @returns `undefined` for half a file: whoever was writing it died before opening the folder. */
function parsed(text: string): ProcessIdentity | undefined {
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<ProcessIdentity>;
    if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
    return { pid, host, ...(typeof started === 'string' ? { started } : {}) };
  } catch {
    return undefined;
  }
}

/** The file appears with its content, or not at all: a reader never sees half of a living process's lock. */
function created(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two processes may find the same stale lock: whoever moved a newer one aside puts it back. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== stale) linkSync(aside, file);
  } catch {
    // Someone else was quicker; the next attempt sees their lock.
  }
  rmSync(aside, { force: true });
}

function release(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
