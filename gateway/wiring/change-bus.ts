import { extname, join } from 'node:path';
import type * as Redis from '../../adapters/redis';
import type { ChangeBus } from '../../schema/ports/changes';
import type { ReportError } from '../../subgraphs/shared/error-answer';
import type { HubConfig } from '../config';

/** Loaded where a server is named: its client is large. */
const REDIS = join(__dirname, `../../adapters/redis/index${extname(__filename)}`);

/** @returns `undefined` where no server carries word of changes: every process looks for itself then. */
export async function openChangeBus(
  { redisUrl }: Pick<HubConfig, 'redisUrl'>,
  report: ReportError,
  closing: (() => Promise<void>)[],
): Promise<ChangeBus | undefined> {
  if (redisUrl === undefined) return undefined;
  const { createRedisBus } = (await import(REDIS)) as typeof Redis;
  const bus = createRedisBus({ url: redisUrl, report });
  closing.push(() => bus.close());
  return bus;
}
