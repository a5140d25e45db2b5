/** Work that several callers wait for. */
interface Shared<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** Makes equal questions that are under way at a time once. */
export interface InFlight<T> {
  /**
   * @param key must tell apart everything by which the work is done: who asks included, wherever that counts.
   * @param signal ends this caller's wait; the work itself is given up when nobody waits any more.
   */
  join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Nobody joins what is under way now: something has changed, and later questions must see it. */
  renew(): void;
}

export function createInFlight<T>(): InFlight<T> {
  const underWay = new Map<string, Shared<T>>();

  const forget = (key: string, shared: Shared<T>): void => {
    if (underWay.get(key) === shared) underWay.delete(key);
  };
  const start = (key: string, work: (signal: AbortSignal) => Promise<T>): Shared<T> => {
    const controller = new AbortController();
    const shared = { result: work(controller.signal), controller, waiting: 0 };
    const over = (): void => forget(key, shared);
    shared.result.then(over, over);
    underWay.set(key, shared);
    return shared;
  };
  return {
    join(key, signal, work) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      const shared = underWay.get(key) ?? start(key, work);
      shared.waiting += 1;
      return new Promise<T>((resolve, reject) => {
        const leave = (): void => {
          shared.waiting -= 1;
          if (shared.waiting === 0) {
            forget(key, shared);
            shared.controller.abort(signal.reason);
          }
          reject(signal.reason as Error);
        };
        const stay = (): void => signal.removeEventListener('abort', leave);
        signal.addEventListener('abort', leave, { once: true });
        shared.result.then(resolve, reject).finally(stay);
      });
    },
    renew: () => underWay.clear(),
  };
}
