import type { ReportError } from '../../subgraphs/shared/error-answer';

/** Lets only so many work at a time; the others wait, each at most once. */
export interface Turns<T> {
  add(one: T): void;
  remove(one: T): void;
}

/** @param atOnce how many. */
export function createTurns<T>(
  atOnce: number,
  work: (one: T) => Promise<void>,
  report: ReportError,
): Turns<T> {
  const waiting = new Set<T>();
  let working = 0;
  function next(): void {
    for (const one of waiting) {
      if (working >= atOnce) return;
      waiting.delete(one);
      working += 1;
      void work(one)
        .catch(report)
        .finally(() => {
          working -= 1;
          next();
        });
    }
  }
  return {
    add(one) {
      waiting.add(one);
      next();
    },
    remove: (one) => void waiting.delete(one),
  };
}
