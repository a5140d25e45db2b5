import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parisDay } from '../../shared/paris-day';
import { readLines } from '../automation/files';
import { type ClaimStatus, ClaimStatus as Statuses, type Queue } from '../claim.enum';
import { loadDeadlineRules } from '../deadlines/rules';
import { priorityOf, type RoutedClaim, routeOf } from './assess';
import { answerDueOn } from './due';
import { loadRoutingRules, parseRoutingRules, type RoutingRules } from './rules';

/** A claim of the past, as the files of a world have it. */
type PastClaim = Omit<RoutedClaim, 'disputedCents' | 'dueOn' | 'vulnerable' | 'status'> & {
  readonly number: string;
  readonly status: ClaimStatus;
  readonly queue: Queue;
  readonly disputedAmountCents: number | null;
  readonly operationReference: string | null;
  readonly branch: string | null;
  readonly sentAt: string | null;
  readonly receivedAt: string;
  readonly filedAt: string;
};

/** What is asked of a simulation. Days are Paris days, `2026-01-15`, both included. */
export interface SimulationRequest {
  /** A folder with `claims.ndjson`. */
  readonly folder: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** A file of rules; those in force are compared with how claims were routed without one. */
  readonly rules: string | undefined;
}

/** How far a priority has to move to be told of. */
const NOTABLE = 10;
const SHOWN = 10;

/** Replays rules over past claims, each as it was filed. @returns what would have been otherwise, for people. */
export function simulate({
  folder,
  from = '0000-01-01',
  to = '9999-12-31',
  rules,
}: SimulationRequest): string {
  const now = loadRoutingRules();
  const next = rules === undefined ? now : parseRoutingRules(readFileSync(rules, 'utf8'), basename(rules));
  const deadlines = loadDeadlineRules();
  const claims = readLines<PastClaim>(folder, 'claims.ndjson').filter(({ filedAt, status }) => {
    const day = parisDay(new Date(filedAt)).toString();
    return status !== Statuses.DRAFT && day >= from && day <= to;
  });
  const moves = new Map<string, string[]>();
  let [up, down, sum, nextSum] = [0, 0, 0, 0];
  for (const past of claims) {
    const filedAt = new Date(past.filedAt);
    const today = parisDay(filedAt).toString();
    const clocked = { ...past, aboutOperation: past.operationReference !== null, events: [] };
    const instants = {
      sentAt: past.sentAt === null ? null : new Date(past.sentAt),
      receivedAt: new Date(past.receivedAt),
    };
    const claim: RoutedClaim = {
      ...past,
      status: Statuses.FILED,
      vulnerable: null,
      disputedCents: past.disputedAmountCents === null ? null : BigInt(past.disputedAmountCents),
      dueOn: answerDueOn({ ...clocked, ...instants }, deadlines, filedAt),
    };
    const before = rules === undefined ? past.queue : routeOf(now, claim, today).queue;
    const { queue } = routeOf(next, claim, today);
    if (queue !== before) {
      const move = `${before} → ${queue}`;
      moves.set(move, [...(moves.get(move) ?? []), past.number]);
    }
    const [points, nextPoints] = [pointsOf(now, claim, today), pointsOf(next, claim, today)];
    sum += points;
    nextSum += nextPoints;
    if (nextPoints - points >= NOTABLE) up += 1;
    if (points - nextPoints >= NOTABLE) down += 1;
  }
  const mean = (total: number): string => (claims.length === 0 ? '0' : (total / claims.length).toFixed(1));
  const moved = [...moves].sort(([, a], [, b]) => b.length - a.length);
  return [
    `Rules of ${next.version}${rules === undefined ? '' : `, in place of those of ${now.version}`}, over ${claims.length} claims.`,
    `${moved.reduce((total, [, numbers]) => total + numbers.length, 0)} would wait for another team.`,
    ...moved.map(
      ([move, numbers]) => `  ${move}: ${numbers.length}, e.g. ${numbers.slice(0, SHOWN).join(', ')}`,
    ),
    `Mean priority on filing ${mean(sum)}, then ${mean(nextSum)}; ${NOTABLE} points or more up for ${up} claims, down for ${down}.`,
  ].join('\n');
}

const pointsOf = (rules: RoutingRules, claim: RoutedClaim, today: string): number =>
  priorityOf(rules, claim, today).points;
