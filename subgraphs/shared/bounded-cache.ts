/** Keeps the most recently used entries, up to a number and a total weight. Nothing is kept without a bound. */
export interface BoundedCache<Value> {
  get(key: string): Value | undefined;
  /** @param weight how much of the total this entry takes; an entry above the total is not kept. */
  set(key: string, value: Value, weight?: number): void;
  readonly size: number;
  /** What the weights of all entries add up to. */
  readonly weight: number;
}

interface Entry<Value> {
  /** The one text of those that are equal that is kept. */
  readonly key: string;
  readonly value: Value;
  readonly weight: number;
}

/**
 * @param limits `entries`: the most there are at a time. `weight`: the most that their weights may add up to; the
 *   key's length unless said per entry.
 */
export function createBoundedCache<Value>(limits: {
  readonly entries: number;
  readonly weight?: number;
}): BoundedCache<Value> {
  const { entries, weight: most = Number.POSITIVE_INFINITY } = limits;
  const kept = new Map<string, Entry<Value>>();
  let total = 0;

  const remove = (key: string): void => {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };
  return {
    get(key) {
      const entry = kept.get(key);
      if (entry === undefined) return undefined;
      kept.delete(key);
      // A map iterates in order of insertion: the first one is the least recently used.
      kept.set(entry.key, entry);
      return entry.value;
    },
    set(key, value, weight = key.length) {
      remove(key);
      if (weight > most) return;
      kept.set(key, { key, value, weight });
      total += weight;
      for (const oldest of kept.keys()) {
        if (kept.size <= entries && total <= most) break;
        remove(oldest);
      }
    },
    get size() {
      return kept.size;
    },
    get weight() {
      return total;
    },
  };
}
