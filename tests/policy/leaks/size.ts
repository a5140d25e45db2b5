/** Generated operations of the leak suite, all shards together: 200,000 unless said. */
export const OPERATIONS = Number(process.env.LEAK_OPERATIONS ?? 200_000);

/** The number at which nothing is left out. */
const WHOLE = 200_000;

/** @returns how much of something a run of this size looks at: all of it at its whole size, never less than `least`. */
export const sized = (all: number, least: number): number =>
  Math.max(Math.min(all, least), Math.ceil(all * Math.min(1, OPERATIONS / WHOLE)));

/** @returns so many of a list, spread evenly over it. */
export const spread = <T>(list: readonly T[], count: number): T[] =>
  list.filter(
    (_, at) => Math.floor((at * count) / list.length) < Math.floor(((at + 1) * count) / list.length),
  );
