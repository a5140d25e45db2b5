import { createPgliteStore } from '../../../adapters/postgres';
import { openHub } from './open-hub';

/** Run as a process of its own: answers strict questions until it is killed, telling the id of each that was answered. */
async function main([dir = '']: readonly string[]): Promise<void> {
  const { ask } = await openHub('one process', { parts: { store: await createPgliteStore({ dir }) } });
  const askOn = async (): Promise<never> => {
    for (;;) {
      const { headers, body } = await ask('{ file(id: "1") { owner { email } } }');
      if (!body.errors) process.send?.(headers.get('x-request-id'));
    }
  };
  await Promise.all([askOn(), askOn(), askOn()]);
}

void main(process.argv.slice(2));
