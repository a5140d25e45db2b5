import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuditLog } from '../../adapters/audit';
import { createPgliteStore, createPgStore } from '../../adapters/postgres';
import { createCheckpointSigner, createCheckpointVerifier } from '../../schema/audit/checkpoint';
import { createPseudonymiser } from '../../schema/audit/pseudonyms';
import { systemClock } from '../../schema/kernel/clock';
import { createEnvironment } from '../../subgraphs/shared/environment';
import { readProcessSettings } from '../../subgraphs/shared/process-settings';
import { readAuditSettings } from '../audit-settings';
import { exitCodes, UsageError } from './commands';
import { runAuditCommand, type Surroundings } from './run';

const open: Surroundings['open'] = async () => {
  const env = createEnvironment(process.env);
  const { databaseUrl, dataDir, ...settings } = readProcessSettings(env);
  const { key, oldKeys, pseudonymSecret } = readAuditSettings(env, { dataDir, ...settings }, false);
  env.check();
  const store =
    databaseUrl === undefined
      ? await createPgliteStore({ dir: join(dataDir, 'store') })
      : createPgStore({ url: databaseUrl });
  const log = createAuditLog({
    store,
    clock: systemClock,
    process: randomUUID(),
    ...(key.d === undefined ? {} : { signer: createCheckpointSigner(key) }),
    verifier: createCheckpointVerifier([key, ...oldKeys]),
  });
  const close = async (): Promise<void> => {
    await log.close();
    await store.close();
  };
  return { log, pseudonyms: createPseudonymiser(pseudonymSecret), close };
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.fine); // Whoever reads may stop early, as `head` does.
});

void runAuditCommand(process.argv.slice(2), {
  now: systemClock.now(),
  readText(path) {
    try {
      return readFileSync(path === '-' ? 0 : path, 'utf8');
    } catch {
      throw new UsageError(`there is no file "${path}" that can be read`);
    }
  },
  async print(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  complain: (text) => void process.stderr.write(text),
  open,
}).then((code) => (process.exitCode = code));
