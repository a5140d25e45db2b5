/** What can be under way at one place; its place is `NOWHERE` as long as it is not. */
export interface Placed {
  place: number;
}

export const NOWHERE = -1;

/**
 * What is under way, where hundreds come and go each second.
 *
 * A `Set` does not do here. V8 makes its table anew after so many changes, and the tables of one that has lived for a
 * while are old from their first day: each of them keeps all that it held, with everything that hangs on it, until the
 * whole heap is collected.
 */
export class UnderWay<T extends Placed> implements Iterable<T> {
  readonly #all: (T | undefined)[] = [];
  #size = 0;

  /** @param item is nowhere yet. */
  add(item: T): void {
    item.place = this.#size;
    // Written over, never made shorter: a list that shrinks and grows is made anew each time too.
    this.#all[this.#size++] = item;
  }

  has({ place }: T): boolean {
    return place !== NOWHERE;
  }

  /** @returns whether it was there. */
  delete(item: T): boolean {
    if (item.place === NOWHERE) return false;
    const last = this.#all[--this.#size];
    this.#all[this.#size] = undefined;
    if (last && last !== item) {
      this.#all[item.place] = last;
      last.place = item.place;
    }
    item.place = NOWHERE;
    return true;
  }

  /** Those that are there now, whatever happens to them meanwhile. */
  [Symbol.iterator](): Iterator<T> {
    return this.#all
      .slice(0, this.#size)
      .filter((item) => item !== undefined)
      [Symbol.iterator]();
  }
}
