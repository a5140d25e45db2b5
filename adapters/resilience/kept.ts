/** An answer that is kept in memory, and when it was given. */
export interface Kept<T> {
  readonly value: T;
  readonly at: Date;
}

/** Answers by key, each for a while. They may hold personal data: none outlives its time. */
export interface KeptAnswers {
  /** @returns the answer if it is younger than that. */
  find(key: string, maxAgeMs: number, now: Date): Kept<unknown> | undefined;
  /** @param forMs after this it is forgotten, whether anybody asks or not. */
  keep(key: string, value: unknown, now: Date, forMs: number): void;
  clear(): void;
}

/** @param most entries; the oldest one goes when a further one comes. */
export function createKeptAnswers(most: number): KeptAnswers {
  const entries = new Map<string, Kept<unknown> & { readonly end: NodeJS.Timeout }>();
  const forget = (key: string): void => {
    clearTimeout(entries.get(key)?.end);
    entries.delete(key);
  };
  return {
    find(key, maxAgeMs, now) {
      const found = entries.get(key);
      return found && now.getTime() - found.at.getTime() < maxAgeMs ? found : undefined;
    },
    keep(key, value, now, forMs) {
      forget(key);
      entries.set(key, { value, at: now, end: setTimeout(() => forget(key), forMs).unref() });
      const [oldest] = entries.keys();
      if (entries.size > most && oldest !== undefined) forget(oldest);
    },
    clear() {
      for (const key of [...entries.keys()]) forget(key);
    },
  };
}
