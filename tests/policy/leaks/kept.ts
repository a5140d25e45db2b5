import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetOld, KEPT, keep } from '../../../mocks/kept-files';

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
  const name = `run-${RUN}-${createHash('sha256').update(of).digest('hex')}.json`;
  forgetOld((each) => each.startsWith('run-'), HOURS_MS);
  if (existsSync(join(KEPT, name))) return JSON.parse(readFileSync(join(KEPT, name), 'utf8')) as T;
  const made = await make();
  keep(name, JSON.stringify(made));
  return made;
}
