import { Temporal } from 'temporal-polyfill';
import type {
  Channel,
  ClaimantCapacity,
  ClaimLevel,
  ClaimStatus,
  Motive,
  Product,
  Queue,
} from '../claim.enum';
import type { Condition, RoutingRules } from './rules';

/** What routing and priority depend on. */
export interface RoutedClaim {
  readonly motive: Motive;
  readonly product: Product;
  readonly capacity: ClaimantCapacity;
  readonly channel: Channel;
  readonly level: ClaimLevel;
  readonly status: ClaimStatus;
  /** `null`: not known. */
  readonly vulnerable: boolean | null;
  readonly disputedCents: bigint | null;
  /** The day on which the answer is due, `2026-01-15`. */
  readonly dueOn: string | null;
}

/** Why a claim has some of its priority. */
export interface Factor {
  readonly code: string;
  readonly criterion: string;
  readonly points: number;
  /** Why, in plain words. */
  readonly evidence: string;
}

/** Where a claim goes. */
export interface Route {
  readonly rule: string;
  readonly queue: Queue;
  readonly reason: string;
  /** Other teams that it could wait for, the likeliest first. */
  readonly alternatives: readonly Queue[];
}

/** How pressing a claim is. */
export interface Priority {
  /** 0 to 100. */
  readonly points: number;
  /** The heaviest first. */
  readonly factors: readonly Factor[];
}

/** @param today in Paris, `2026-01-15`. */
export function routeOf({ queues }: RoutingRules, claim: RoutedClaim, today: string): Route {
  const [first, ...others] = queues.filter(({ when }) => !when || holds(when, claim, today));
  if (!first) throw new TypeError('the last rule fits every claim');
  const { id, queue, because } = first;
  const alternatives = new Set(others.map((each) => each.queue));
  alternatives.delete(queue);
  return { rule: id, queue, reason: because, alternatives: [...alternatives] };
}

/** @param today in Paris, `2026-01-15`. */
export function priorityOf({ priority }: RoutingRules, claim: RoutedClaim, today: string): Priority {
  const heaviest = new Map<string, Factor>();
  for (const { code, criterion, points, when, because } of priority.factors) {
    if (!holds(when, claim, today) || (heaviest.get(code)?.points ?? 0) >= points) continue;
    heaviest.set(code, { code, criterion, points, evidence: because });
  }
  const factors = [...heaviest.values()].sort((a, b) => b.points - a.points);
  const sum = factors.reduce((total, { points }) => total + points, priority.base);
  return { points: Math.min(100, sum), factors };
}

function holds(when: Condition, claim: RoutedClaim, today: string): boolean {
  const among = <T>(list: readonly T[] | undefined, value: T): boolean => !list || list.includes(value);
  return (
    among(when.motive, claim.motive) &&
    among(when.product, claim.product) &&
    among(when.capacity, claim.capacity) &&
    among(when.channel, claim.channel) &&
    among(when.level, claim.level) &&
    among(when.status, claim.status) &&
    (when.vulnerable === undefined || when.vulnerable === claim.vulnerable) &&
    (when.amountFrom === undefined || (claim.disputedCents ?? 0n) >= when.amountFrom) &&
    (when.dueWithinDays === undefined || daysLeft(claim.dueOn, today) <= when.dueWithinDays)
  );
}

const daysLeft = (dueOn: string | null, today: string): number =>
  dueOn === null ? Infinity : Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(dueOn)).days;
