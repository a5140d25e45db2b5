/** Looks after everything that must be over in time, with one timer for all of it. */
export interface Watch {
  /** Something must be looked at by then, on the clock of `performance.now()`. */
  by(time: number): void;
  stop(): void;
}

/**
 * A timer of its own for each request would be made and thrown away ten thousand times a second, and hardly ever ring.
 *
 * @param look does what is due. @returns when to look again; infinite where nothing is left.
 */
export function createWatch(look: (now: number) => number): Watch {
  let timer: NodeJS.Timeout | undefined;
  let next = Infinity;
  const set = (time: number): void => {
    if (time >= next) return;
    next = time;
    clearTimeout(timer);
    // What is waited for holds the process; the watch alone does not.
    timer = setTimeout(ring, Math.max(1, time - performance.now())).unref();
  };
  const ring = (): void => {
    next = Infinity;
    set(look(performance.now()));
  };
  return {
    by: set,
    stop() {
      clearTimeout(timer);
      next = -Infinity;
    },
  };
}
