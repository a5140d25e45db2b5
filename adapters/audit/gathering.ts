import { performance } from 'node:perf_hooks';

/** Lets those who come first wait for those who said that they will come, where that is worth it. */
export interface Gathering {
  /** Says that somebody will come. @returns to be called once they are there, or will not come. */
  expect(): () => void;
  /**
   * @returns when nobody is expected any more, after a limit at the latest. Where the process has time to spare, soon if few
   *   are expected, and once as many are there as are still expected.
   */
  wait(): Promise<void>;
  /** Ends the wait that is under way; from now on nobody waits. */
  end(): void;
}

/**
 * From so many others on that are under way, records wait for them while the process has time to spare, too: what a
 * transaction takes of the store's time is many times what a record takes. PostgreSQL waits by such a rule, its
 * `commit_siblings`.
 */
const OTHERS = 4;

/**
 * @param limitMs of a wait, in milliseconds.
 * @param isBusy whether whoever waits loses nothing by it: others work on in the meantime.
 * @param there how many are there.
 */
export function createGathering(limitMs: number, isBusy: () => boolean, there: () => number): Gathering {
  let expected = 0;
  let ended = false;
  let busy = false;
  let enough: () => void = () => undefined;
  const isEnough = (): boolean => expected === 0 || (!busy && there() >= expected);
  return {
    expect() {
      let coming = true;
      expected += 1;
      return () => {
        if (!coming) return;
        coming = false;
        expected -= 1;
        if (isEnough()) enough();
      };
    },
    async wait() {
      // Whoever else comes in this turn of the loop is there.
      await new Promise(setImmediate);
      busy = isBusy();
      const mayMs = busy || expected >= OTHERS ? limitMs : 0;
      if (mayMs <= 0 || isEnough() || ended) return;
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, mayMs);
        enough = () => {
          clearTimeout(limit);
          resolve();
        };
      });
    },
    end() {
      ended = true;
      enough();
    },
  };
}

/** From this part of its time on, a process has no time to spare. */
const BUSY = 0.7;

/** @returns tells whether this process was busy since it was last asked. */
export function busyProcess(): () => boolean {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization >= BUSY;
  };
}
