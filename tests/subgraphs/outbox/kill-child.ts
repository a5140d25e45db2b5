import { createPgliteStore } from '../../../adapters/postgres';
import { type Kind, openOnItsWay } from './legacy-outboxes';

/** Run as a process of its own: submits one change to the service named by its arguments, until it is killed. */
async function submitOne([dir = '', kind = 'order', endpoint = '']: readonly string[]): Promise<void> {
  const store = await createPgliteStore({ dir });
  const way = await openOnItsWay(kind as Kind, endpoint, store);
  process.send?.({ state: await way.submit() });
}

void submitOne(process.argv.slice(2));
