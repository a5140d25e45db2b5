import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = join(tmpdir(), 'claims-hub-tests');

/** One run of Jest: its workers are children of one process. */
const RUN = process.send ? process.ppid : process.pid;

/** Longer than a run takes: what is older is another's. */
const HOURS_MS = 3 * 3_600_000;

/**
 * What the suites of one run have in common, made by whichever comes first.
 *
 * @param of all that it is made of, the code aside, which does not change during a run.
 * @param make gives what JSON can hold.
 */
export async function keptForRun<T>(of: string, make: () => Promise<T>): Promise<T> {
  const file = join(FOLDER, `run-${RUN}-${createHash('sha256').update(of).digest('hex')}.json`);
  const isOld = (each: string): boolean =>
    (statSync(each, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - HOURS_MS;
  if (existsSync(file) && !isOld(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  const made = await make();
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER).filter((each) => each.startsWith('run-')))
    if (isOld(join(FOLDER, name))) rmSync(join(FOLDER, name), { force: true });
  // Two may get here at once: whoever is last wins, and nobody reads half a file.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(made));
  renameSync(`${file}.${process.pid}`, file);
  return made;
}
