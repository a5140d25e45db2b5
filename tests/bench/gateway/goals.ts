import { WITH_RULES, WITHOUT_RULES } from './contenders';
import { figure, type Round } from './figures';

/** What one contender is to reach against another one. */
interface Goal {
  readonly what: string;
  readonly own: string;
  readonly other: string;
  readonly of: (round: Round) => number;
  readonly least?: number;
  readonly most?: number;
}

const rate = ({ rate: perSecond }: Round): number => perSecond;

/** Subgraphs over HTTP; `shared` is how each of them comes: equal fetches under way are made once. */
const GOALS: readonly Goal[] = [
  { what: 'requests per second', own: 'hub', other: 'stock', of: rate, least: 10 },
  { what: 'requests per second', own: 'hub', other: 'hive', of: rate, least: 4 },
  { what: 'requests per second', own: 'hub, shared', other: 'hive, shared', of: rate, least: 4 },
  { what: 'requests per second', own: 'hub', other: 'router', of: rate, least: 0.8 },
  { what: 'requests per second', own: 'hub, shared', other: 'router, shared', of: rate, least: 0.7 },
  { what: 'requests per second', own: WITH_RULES, other: WITHOUT_RULES, of: rate, least: 0.9 },
  { what: 'p99', own: 'hub', other: 'stock', of: ({ p99 }) => p99, most: 1 / 12 },
  { what: 'memory', own: 'hub', other: 'stock', of: ({ memoryMb }) => memoryMb, most: 1 },
];

/** @returns a line for each goal, by the ratios within each round; none where one of the two was not measured. */
export function httpGoals(rounds: ReadonlyMap<string, readonly Round[]>): readonly string[] {
  return GOALS.flatMap(({ what, own, other, of, least, most }) => {
    const theirs = rounds.get(other) ?? [];
    const pairs = (rounds.get(own) ?? []).flatMap((round, index) => {
      const beside = theirs[index];
      return beside ? [{ ratio: of(round) / of(beside), processor: beside.cpuMs / round.cpuMs }] : [];
    });
    if (pairs.length === 0) return [];
    const ratio = spread(pairs.map((each) => each.ratio));
    const processor = spread(pairs.map((each) => each.processor));
    const passed = least === undefined ? ratio.median <= (most ?? NaN) : ratio.median >= least;
    const goal = least === undefined ? `at most ${(most ?? NaN).toFixed(3)} ×` : `at least ${least} ×`;
    const per = of === rate ? `; by processor time ${processor.text}` : '';
    return [
      `${passed ? 'PASS' : 'FAIL'}  ${own} against ${other}, ${what}: ${ratio.text}, goal ${goal}${per}`,
    ];
  });
}

function spread(ratios: readonly number[]): { readonly median: number; readonly text: string } {
  const { median, least, most } = figure(ratios);
  const digits = median < 1 ? 3 : 2;
  return {
    median,
    text: `${median.toFixed(digits)} × (${least.toFixed(digits)}–${most.toFixed(digits)})`,
  };
}
