import { createRedisBus } from '../../adapters/redis';
import type { ChangeBus } from '../../schema/ports/changes';
import type { ReportError } from '../../subgraphs/shared/error-answer';
import type { HubConfig } from '../config';

/** @returns `undefined` where no server carries word of changes: every process looks for itself then. */
export function openChangeBus(
  { redisUrl }: Pick<HubConfig, 'redisUrl'>,
  report: ReportError,
  closing: (() => Promise<void>)[],
): ChangeBus | undefined {
  if (redisUrl === undefined) return undefined;
  const bus = createRedisBus({ url: redisUrl, report });
  closing.push(() => bus.close());
  return bus;
}
