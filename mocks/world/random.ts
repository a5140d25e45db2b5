import { base, en, Faker, fr, generateMersenne53Randomizer } from '@faker-js/faker';

/** Chance that repeats: equal seeds give equal sequences, on every machine. */
export interface Dice {
  /** French names, streets and companies, drawn with the same dice. */
  readonly faker: Faker;
  /** @returns a whole number, both ends included. */
  int(min: number, max: number): number;
  /** @returns true in `share` of all throws. */
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight. */
  weighted<T>(weights: readonly (readonly [T, number])[]): T;
  /** Expands `{a|b|c}` to one of its parts and `$name` to a value; an empty part leaves nothing. */
  say(template: string, values?: Readonly<Record<string, string>>): string;
}

/** @param seed one per subject, so that a change in one file does not reshuffle the others. */
export function createDice(seed: number): Dice {
  const randomizer = generateMersenne53Randomizer(seed);
  const faker = new Faker({ locale: [fr, en, base], randomizer });
  const dice: Dice = {
    faker,
    int: (min, max) => min + Math.floor(randomizer.next() * (max - min + 1)),
    chance: (share) => randomizer.next() < share,
    pick(list) {
      const item = list[dice.int(0, list.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    weighted(weights) {
      let point = randomizer.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of weights) if ((point -= weight) < 0) return item;
      return dice.pick(weights)[0];
    },
    say: (template, values = {}) =>
      template
        .replace(/\{([^{}]*)\}/g, (_, parts: string) => dice.pick(parts.split('|')))
        .replace(/\$(\w+)/g, (_, name: string) => values[name] ?? '')
        .replace(/ {2,}/g, ' ')
        .trim(),
  };
  return dice;
}
