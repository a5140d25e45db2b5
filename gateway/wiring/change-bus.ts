import type { ChangeBus } from '../../schema/ports/changes';
import type { ReportError } from '../../subgraphs/shared/error-answer';
import type { HubConfig } from '../config';

/** @returns `undefined` where no server carries word of changes: every process looks for itself then. */
export async function openChangeBus(
  { redisUrl }: Pick<HubConfig, 'redisUrl'>,
  report: ReportError,
  closing: (() => Promise<void>)[],
): Promise<ChangeBus | undefined> {
  if (redisUrl === undefined) return undefined;
  const { createRedisBus } = await import('../../adapters/redis/index.ts'); // Its client is large.
  const bus = createRedisBus({ url: redisUrl, report });
  closing.push(() => bus.close());
  return bus;
}
