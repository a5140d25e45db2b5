import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createAuditLog } from '../../adapters/audit';
import { createCheckpointSigner, createCheckpointVerifier } from '../../schema/audit/checkpoint';
import { createPseudonymiser } from '../../schema/audit/pseudonyms';
import { systemClock } from '../../schema/kernel/clock';
import { createEnvironment } from '../../subgraphs/shared/environment';
import { readProcessSettings } from '../../subgraphs/shared/process-settings';
import { readAuditSettings } from '../audit-settings';
import { endWithReader, readText } from '../command-line';
import { openStore } from '../wiring/store';
import { runAuditCommand, type Surroundings } from './run';

const open: Surroundings['open'] = async () => {
  const env = createEnvironment(process.env);
  const settings = readProcessSettings(env);
  const { key, oldKeys, pseudonymSecret } = readAuditSettings(env, settings, false);
  env.check();
  const store = await openStore(settings);
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

endWithReader();
void runAuditCommand(process.argv.slice(2), {
  now: systemClock.now(),
  readText,
  async print(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  complain: (text) => void process.stderr.write(text),
  open,
}).then((code) => (process.exitCode = code));
