import { createPgliteStore, createPgStore } from '../../../adapters/postgres';
import { systemClock } from '../../../schema/kernel/clock';
import { openTrail, requests } from './trail-world';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** Run as a process of its own: appends from twenty places at once until it is killed, telling what is durable. */
async function main([kind, place = '', name = '']: readonly string[]): Promise<void> {
  const patient = { acquireTimeoutMs: PATIENCE_MS, statementTimeoutMs: PATIENCE_MS };
  const store =
    kind === 'pglite' ? await createPgliteStore({ dir: place }) : createPgStore({ url: place, ...patient });
  const log = openTrail(store, { clock: systemClock, process: name, limitMs: PATIENCE_MS, checkpointMs: 20 });
  const appendOn = async (index: number): Promise<never> => {
    for (let call = 0; ; call += 1) {
      const records = requests(`${name}.${index}.${call}`, 2);
      await log.append(records);
      for (const { requestId } of records) process.send?.(requestId);
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, index) => appendOn(index)));
}

void main(process.argv.slice(2));
