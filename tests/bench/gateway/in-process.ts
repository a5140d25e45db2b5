import { figure, type Round } from './figures';

/** What one process, subgraphs as function calls, is to reach against the stock gateway with `LocalGraphQLDataSource`. */
const GOALS: readonly {
  readonly what: string;
  readonly ratio: (hub: Round, stock: Round) => number;
  readonly least?: number;
  readonly most?: number;
}[] = [
  { what: 'requests per second', ratio: (hub, stock) => hub.rate / stock.rate, least: 12 },
  { what: 'processor time', ratio: (hub, stock) => stock.cpuMs / hub.cpuMs, least: 12 },
  { what: 'memory', ratio: (hub, stock) => hub.memoryMb / stock.memoryMb, most: 1 },
];

/**
 * @returns a line for each goal, by the ratios within each round: for the hub as it comes, and, without a goal, where it
 *   executes equal queries each for themselves; none where it or the stock gateway was not measured.
 */
export const inProcessGoals = (rounds: ReadonlyMap<string, readonly Round[]>): readonly string[] => [
  ...linesFor('hub, local, shared', rounds, true),
  ...linesFor('hub, local', rounds, false),
];

function linesFor(
  name: string,
  rounds: ReadonlyMap<string, readonly Round[]>,
  judged: boolean,
): readonly string[] {
  const stock = rounds.get('stock, local') ?? [];
  const hub = rounds.get(name) ?? [];
  const pairs = hub.flatMap((own, index) => {
    const theirs = stock[index];
    return theirs ? [[own, theirs] as const] : [];
  });
  if (pairs.length === 0) return [];
  return GOALS.map(({ what, ratio, least, most }) => {
    const all = pairs.map(([own, theirs]) => ratio(own, theirs));
    const { median, ...spread } = figure(all);
    const line = `in one process, ${name}, ${what}: ${median.toFixed(2)} × stock (${spread.least.toFixed(2)}–${spread.most.toFixed(2)})`;
    if (!judged) return `      ${line}`;
    const passed = least === undefined ? median <= (most ?? NaN) : median >= least;
    const goal = least === undefined ? `≤ ${most ?? NaN} ×` : `≥ ${least} ×`;
    return `${passed ? 'PASS' : 'FAIL'}  ${line}, goal ${goal}`;
  });
}
