import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
// As the gateway is started: what is made often would be old from its first day otherwise.
setFlagsFromString('--no-allocation-site-pretenuring');
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

const oldBytes = (): number =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => name === 'old_space' || name === 'large_object_space')
    .reduce((sum, { space_used_size: used }) => sum + used, 0);

/**
 * What stays of work until the whole heap is collected: under load, that is what makes pauses long and frequent.
 *
 * @param times how often the work is done; what is young is collected after each.
 * @returns bytes by which the old generation has grown, for one time.
 */
export async function oldBytesLeft(times: number, work: () => Promise<unknown>): Promise<number> {
  const once = async (): Promise<void> => {
    await work();
    collect({ type: 'minor' });
  };
  for (let warm = 0; warm < times / 4; warm += 1) await once();
  collect();
  const before = oldBytes();
  for (let count = 0; count < times; count += 1) await once();
  return (oldBytes() - before) / times;
}
