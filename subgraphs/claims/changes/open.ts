import type { Logger } from 'pino';
import type { IdSealer } from '../../../schema/kernel/ids';
import type { ChangeBus } from '../../../schema/ports/changes';
import type { SqlStore } from '../../../schema/ports/store';
import { describeError } from '../../shared/error-answer';
import { repeatedly } from '../../shared/repeatedly';
import { createChangePublisher } from './publisher';

/** Milliseconds between two looks at what is new. */
const LOOK_MS = 250;

/** Tells other processes of changes for as long as this one runs. @returns `undefined` where there is nobody to tell. */
export function startTelling(
  store: SqlStore,
  ids: IdSealer,
  bus: ChangeBus | undefined,
  log: Logger,
): { close(): Promise<void> } | undefined {
  if (!bus) return undefined;
  const publisher = createChangePublisher(store, ids, bus);
  return repeatedly(LOOK_MS, publisher.tell, (error) =>
    log.error(describeError(error), 'word of changes of claims could not be given'),
  );
}
