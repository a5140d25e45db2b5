import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { endWithReader, readText, UsageError } from '../command-line';
import type { Surroundings } from './command';
import { runPolicyCommand } from './run';

const ROOT = join(__dirname, '..', '..');

/** A file of the hub's, as the working directory names it. */
const own = (...parts: readonly string[]): string => relative(process.cwd(), join(ROOT, ...parts));

/** The real files, repository and terminal; paths are relative to the working directory. */
const surroundings: Surroundings = {
  readText,
  writeText: (path, text) => writeFileSync(path, text),
  exists: existsSync,
  readRevision(revision, path) {
    const object = `${revision}:${relative(ROOT, path)}`;
    try {
      return execFileSync('git', ['show', '--end-of-options', object], {
        cwd: ROOT,
        encoding: 'utf8',
        maxBuffer: 1 << 26,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      throw new UsageError(`"${revision}" is neither a file nor a revision that has ${relative(ROOT, path)}`);
    }
  },
  print: (text) => void process.stdout.write(text),
};

endWithReader();
process.exitCode = runPolicyCommand(process.argv.slice(2), surroundings, {
  complain: (text) => void process.stderr.write(text),
  sources: {
    policy: own('schema', 'policy', 'policy.yaml'),
    supergraph: own('schema', 'contract', 'supergraph.graphql'),
    actors: undefined,
  },
});
