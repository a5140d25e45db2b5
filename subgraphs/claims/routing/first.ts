import type { ClaimReader } from '../../../schema/ports/claim-reader';
import { parisDay } from '../../shared/paris-day';
import { ClaimStatus, Motive } from '../claim.enum';
import type { DeadlineRules } from '../deadlines/rules';
import type { Filing } from '../filing.rules';
import { type Priority, priorityOf, type RoutedClaim, type Route, routeOf } from './assess';
import { answerDueOn } from './due';
import type { RoutingRules } from './rules';

/** What claims are routed by. */
export interface Routing {
  readonly rules: RoutingRules;
  readonly reader: ClaimReader;
}

/** Where a new claim goes, and how pressing it is. */
export interface FirstRouting {
  readonly route: Route;
  readonly priority: Priority;
  readonly dueOn: string | null;
  readonly rulesVersion: string;
  readonly today: string;
}

/** Routes a claim that is being filed. */
export async function firstRouting(
  filing: Filing,
  { rules, reader }: Routing,
  deadlines: DeadlineRules,
  now: Date,
): Promise<FirstRouting> {
  const { description, language, disputedAmount, sentAt, receivedAt, ...facts } = filing;
  const read = await reader.read({ description, motive: filing.motive, language });
  const clocked = { ...facts, aboutOperation: filing.operationReference !== null, sentAt };
  const dueOn = answerDueOn({ ...clocked, receivedAt: receivedAt ?? now, events: [] }, deadlines, now);
  const known = Object.values(Motive).find((motive) => motive === (read.motive as Motive));
  const claim: RoutedClaim = {
    ...{ product: filing.product, capacity: filing.capacity, channel: filing.channel, level: filing.level },
    motive: known ?? filing.motive,
    status: ClaimStatus.FILED,
    vulnerable: null,
    disputedCents: disputedAmount?.minorUnits ?? null,
    dueOn,
  };
  const today = parisDay(now).toString();
  return {
    route: routeOf(rules, claim, today),
    priority: priorityOf(rules, claim, today),
    ...{ dueOn, today, rulesVersion: rules.version },
  };
}
