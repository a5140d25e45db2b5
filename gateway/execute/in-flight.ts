/** Work that several callers wait for. */
interface Shared<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * What is done once.
 *
 * @param signal says that nobody waits any more.
 * @param alone whether just one waits for it; nobody joins any more then.
 */
type Work<T> = (signal: AbortSignal, alone: () => boolean) => Promise<T>;

/** Makes equal questions that are under way at a time once. */
export interface InFlight<T> {
  /**
   * @param key must tell apart everything by which the work is done: who asks included, wherever that counts.
   * @param signal ends this caller's wait; the work itself is given up when nobody waits any more.
   */
  join(key: string, signal: AbortSignal, work: Work<T>): Promise<T>;
  /** Nobody joins what is under way now: something has changed, and later questions must see it. */
  renew(): void;
}

export function createInFlight<T>(): InFlight<T> {
  const underWay = new Map<string, Shared<T>>();

  const forget = (key: string, shared: Shared<T>): void => {
    if (underWay.get(key) === shared) underWay.delete(key);
  };
  const start = (key: string, work: Work<T>): Shared<T> => {
    const controller = new AbortController();
    const alone = (): boolean => {
      if (shared.waiting !== 1) return false;
      forget(key, shared);
      return true;
    };
    const shared: Shared<T> = { result: work(controller.signal, alone), controller, waiting: 0 };
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
