/** What ends a process in the middle of its work. */
export class Killed extends Error {}

/** Counts the steps of one process, and ends it before or after one of them: nothing that it does afterwards happens. */
export interface Kill {
  /** Steps so far. */
  steps: number;
  dead: boolean;
}

/**
 * @param at the step that the process does not survive; `Infinity` to survive all.
 * @param when `before`: the step does not happen; `after`: it does, and nobody hears of it.
 */
export function killable<T extends object>(part: T, kill: Kill, at: number, when: 'before' | 'after'): T {
  return new Proxy(part, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]): Promise<unknown> => {
        if (kill.dead) throw new Killed();
        const isLast = kill.steps === at;
        kill.steps += 1;
        if (isLast && when === 'before') {
          kill.dead = true;
          throw new Killed();
        }
        const done: unknown = await (value as (...given: unknown[]) => unknown).apply(target, args);
        if (isLast || kill.dead) {
          kill.dead = true;
          throw new Killed();
        }
        return done;
      };
    },
  });
}
