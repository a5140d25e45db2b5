import { median } from '../median';

/** What one round of load showed of one contender. */
export interface Round {
  /** Requests per second. */
  readonly rate: number;
  /** Milliseconds of processor time per request: what it costs, whatever else the machine does. */
  readonly cpuMs: number;
  /** Milliseconds. */
  readonly p99: number;
  readonly memoryMb: number;
}

/** One figure over all rounds. */
interface Figure {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

type Figures = Readonly<Record<keyof Round, Figure>>;

export function figure(values: readonly number[]): Figure {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

export const figures = (rounds: readonly Round[]): Figures => ({
  rate: figure(rounds.map(({ rate }) => rate)),
  cpuMs: figure(rounds.map(({ cpuMs }) => cpuMs)),
  p99: figure(rounds.map(({ p99 }) => p99)),
  memoryMb: figure(rounds.map(({ memoryMb }) => memoryMb)),
});

/** Two places where it is about percents. */
const times = (ratio: number): string => `${ratio.toFixed(ratio < 2 ? 2 : 1)} ×`;

/**
 * @param against names the contender that one is compared with, where that is not the first.
 * @returns lines of a table.
 */
export function table(
  contenders: ReadonlyMap<string, Figures>,
  against: (name: string) => string | undefined,
): string {
  const [usual] = contenders.values();
  const lines = [...contenders].map(([name, { rate, cpuMs, p99, memoryMb }]) => {
    const first = contenders.get(against(name) ?? '') ?? usual;
    return [
      name.padEnd(18),
      `${rate.median.toFixed(0)} requests/s (${rate.least.toFixed(0)}–${rate.most.toFixed(0)})`,
      times(rate.median / (first?.rate.median ?? NaN)),
      `${cpuMs.median.toFixed(2)} ms of processor (${cpuMs.least.toFixed(2)}–${cpuMs.most.toFixed(2)})`,
      times((first?.cpuMs.median ?? NaN) / cpuMs.median),
      `p99 ${p99.median.toFixed(0)} ms`,
      `${memoryMb.median.toFixed(0)} MB`,
    ].join('  ');
  });
  return lines.join('\n');
}
