/** Lets those who come first wait for those who said that they will come. */
export interface Gathering {
  /** Says that somebody will come. @returns to be called once they are there, or will not come. */
  expect(): () => void;
  /** @returns when nobody is expected any more, after a limit at the latest. One wait at a time. */
  wait(): Promise<void>;
  /** Ends the wait that is under way; from now on nobody waits. */
  end(): void;
}

/** @param limitMs of a wait, in milliseconds. */
export function createGathering(limitMs: number): Gathering {
  let expected = 0;
  let ended = false;
  let enough: () => void = () => undefined;
  return {
    expect() {
      let coming = true;
      expected += 1;
      return () => {
        if (!coming) return;
        coming = false;
        expected -= 1;
        if (expected === 0) enough();
      };
    },
    async wait() {
      // Whoever else comes in this turn of the loop is there.
      await new Promise(setImmediate);
      if (expected === 0 || ended) return;
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, limitMs);
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
