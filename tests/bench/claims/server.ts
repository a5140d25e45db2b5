import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of this bench alone. */
export interface OwnServer {
  readonly url: string;
  /** Ends it, and deletes all that it kept. */
  stop(): void;
}

const SCRIPT = join(__dirname, '..', '..', 'harness', 'servers', 'postgres.sh');

/** @returns an empty server in a temporary folder, with the settings that PostgreSQL comes with. */
export function startServer(): OwnServer {
  const folder = mkdtempSync(join(tmpdir(), 'claims-hub-bench-postgres-'));
  const script = (action: string): string =>
    execFileSync('bash', [SCRIPT, action, folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  return {
    url: script('start').trim().split('\n').at(-1) ?? '',
    stop() {
      script('stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
