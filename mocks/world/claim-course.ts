import {
  addDays,
  addWorkingDays,
  type Day,
  dayOf,
  daysBetween,
  frenchDate,
  instantOn,
  later,
  NOW,
  TODAY,
} from './calendar';
import { answer, letter } from './correspondence';
import type { Dice } from './random';
import type { Channel, ClaimEvent, ClaimLevel, ClaimMessage, ClaimStatus, Language, Outcome } from './shapes';

/** How a claim is going to go, in working days from its filing, before the present cuts it short. */
export interface Course {
  /** `undefined`: forgotten. */
  readonly acknowledgedAfter: number | undefined;
  /** `undefined`: forgotten. */
  readonly answeredAfter: number | undefined;
  readonly holdingReply: boolean;
  readonly level: 'ADVISER' | 'COMPLAINTS_SERVICE';
  readonly escalated: boolean;
  readonly asksCustomer: boolean;
  readonly asksThirdParty: boolean;
  readonly reminder: boolean;
  /** How it ends before an answer. */
  readonly end: 'WITHDRAWN' | 'REQUALIFIED' | 'MERGED' | undefined;
  readonly outcome: Outcome;
  /** Days from the answer to the closing. */
  readonly closedAfter: number;
  readonly reopened: boolean;
  readonly mediated: boolean;
}

export interface CourseFacts {
  readonly filedAt: string;
  readonly channel: Channel;
  readonly language: Language;
  /** What the answer says is refunded, e.g. `8,00 €`. */
  readonly redress: string;
}

/** What a claim looks like after as much of its course as lies behind us. */
export interface Progress {
  readonly status: ClaimStatus;
  readonly level: ClaimLevel;
  readonly events: ClaimEvent[];
  readonly messages: ClaimMessage[];
  readonly outcome: Outcome | null;
  readonly closedAt: string | null;
  /** The day of the first answer. */
  readonly answeredOn: Day | undefined;
}

/** @param payment 15 working days to answer instead of two months. */
export function drawCourse(dice: Dice, filedOn: Day, payment: boolean, outcome: Outcome): Course {
  const age = daysBetween(filedOn, TODAY);
  const share = (usual: number, recent: number): number => (age < 75 ? recent : usual);
  const answeredAfter = payment
    ? dice.weighted([
        [dice.int(1, 6), 40],
        [dice.int(7, 14), 50],
        [dice.int(16, 33), 8],
        [dice.int(36, 58), 2],
      ])
    : dice.weighted([
        [dice.int(3, 15), 40],
        [dice.int(16, 45), 54],
        [dice.int(53, 75), 6],
      ]);
  const forgotten = dice.chance(0.008);
  const refused = outcome === 'REJECTED' || outcome === 'PARTIALLY_UPHELD';
  return {
    acknowledgedAfter:
      forgotten && dice.chance(0.4)
        ? undefined
        : dice.weighted([
            [dice.int(0, 2), 62],
            [dice.int(3, 8), 33],
            [dice.int(11, 16), 5],
          ]),
    answeredAfter: forgotten ? undefined : answeredAfter,
    holdingReply: payment && answeredAfter > 15 && dice.chance(0.7),
    level: dice.chance(0.05) ? 'COMPLAINTS_SERVICE' : 'ADVISER',
    escalated: dice.chance(answeredAfter > 15 ? 0.4 : 0.14),
    asksCustomer: dice.chance(share(0.25, 0.6)),
    asksThirdParty: dice.chance(payment ? share(0.25, 0.6) : share(0.1, 0.4)),
    reminder: dice.chance(0.12),
    end: dice.chance(0.06) ? dice.pick(['WITHDRAWN', 'REQUALIFIED']) : undefined,
    outcome,
    closedAfter: dice.int(2, 25),
    reopened: dice.chance(share(0.03, 0.3)),
    mediated: refused && dice.chance(age < 160 ? 0.2 : 0.03),
  };
}

type Actor = ClaimEvent['actor'];

/** Plays a course up to the present. */
export function play(dice: Dice, course: Course, facts: CourseFacts, mergedInto: string | null): Progress {
  const { filedAt, channel, language, redress } = facts;
  const filedOn = dayOf(filedAt);
  const written: Channel =
    channel === 'PHONE' || channel === 'BRANCH' || channel === 'SOCIAL' ? 'EMAIL' : channel;
  const events: ClaimEvent[] = [];
  const messages: ClaimMessage[] = [];
  let status: ClaimStatus = 'FILED';
  let level: ClaimLevel = course.level;
  let outcome: Outcome | null = null;
  let closedAt: string | null = null;
  let answeredOn: Day | undefined;
  let last = filedAt;
  let over = false;

  const clerk = (): Actor => (level === 'ADVISER' ? 'ADVISER' : 'COMPLAINTS_OFFICER');

  /** @returns the step's instant, or `undefined` once the present is reached: nothing later happened. */
  function step(
    day: Day,
    type: string,
    actor: Actor,
    by: Channel | null,
    reason: string | null = null,
  ): string | undefined {
    if (over) return undefined;
    const planned = instantOn(day, dice, actor === 'CUSTOMER' ? 7 : 9, actor === 'CUSTOMER' ? 21 : 17);
    const at = planned > last ? planned : later(last, dice.int(600, 5_400));
    if (at > NOW) {
      over = true;
      return undefined;
    }
    last = at;
    events.push({ at, type, channel: by, actor, reason });
    return at;
  }

  function say(at: string | undefined, author: ClaimMessage['author'], text: () => string): void {
    if (at) messages.push({ at, author, channel: written, text: text() });
  }

  function answerClaim(day: Day): void {
    const at = step(day, 'ANSWERED', clerk(), written);
    if (!at) return;
    status = 'ANSWERED';
    ({ outcome } = course);
    answeredOn ??= dayOf(at);
    say(at, 'BANK', () => answer(dice, language, course.outcome, redress));
  }

  function close(day: Day, actor: Actor): void {
    const at = step(day, 'CLOSED', actor, null);
    if (!at) return;
    status = 'CLOSED';
    closedAt = at;
  }

  events.push({ at: filedAt, type: 'FILED', channel, actor: 'CUSTOMER', reason: null });
  const after = (days: number): Day => addWorkingDays(filedOn, Math.max(0, Math.round(days)));
  const { acknowledgedAfter, answeredAfter } = course;
  if (acknowledgedAfter === undefined) over = true;
  else if (answeredAfter === undefined || acknowledgedAfter < answeredAfter)
    if (step(after(acknowledgedAfter), 'ACKNOWLEDGED', 'SYSTEM', written)) status = 'ACKNOWLEDGED';

  if (answeredAfter === undefined) over = true;
  const span = Math.max(1, (answeredAfter ?? 1) - (acknowledgedAfter ?? 0));
  const at = (share: number): Day => after((acknowledgedAfter ?? 0) + span * share);

  if (course.end && !over) {
    const actor: Actor = course.end === 'WITHDRAWN' ? 'CUSTOMER' : clerk();
    const reason = { WITHDRAWN: null, REQUALIFIED: 'SERVICE_REQUEST', MERGED: mergedInto }[course.end];
    const ended = step(at(0.3), course.end, actor, null, reason);
    if (ended) {
      status = course.end;
      closedAt = ended;
    }
    over = true;
  }

  if (step(at(0.15), 'STARTED', clerk(), null)) status = 'IN_PROGRESS';
  if (course.escalated && level === 'ADVISER' && step(at(0.3), 'ESCALATED', 'ADVISER', null))
    level = 'COMPLAINTS_SERVICE';
  if (course.asksCustomer) {
    const asked = step(at(0.25), 'INFORMATION_REQUESTED', clerk(), written);
    if (asked) status = 'WAITING_CUSTOMER';
    say(asked, 'BANK', () => letter(dice, language, 'question', {}));
    const replied = step(at(0.65), 'INFORMATION_RECEIVED', 'CUSTOMER', written);
    if (replied) status = 'IN_PROGRESS';
    say(replied, 'CUSTOMER', () => letter(dice, language, 'reply', {}));
  }
  if (course.asksThirdParty) {
    if (step(at(0.66), 'THIRD_PARTY_ASKED', clerk(), null)) status = 'WAITING_THIRD_PARTY';
    if (!course.holdingReply && step(at(0.95), 'THIRD_PARTY_ANSWERED', 'SYSTEM', null))
      status = 'IN_PROGRESS';
  }
  if (course.holdingReply) {
    const held = step(after(dice.int(12, 15)), 'HOLDING_REPLY_SENT', clerk(), written, 'THIRD_PARTY');
    say(held, 'BANK', () => letter(dice, language, 'holding', { date: frenchDate(after(35)) }));
    if (course.asksThirdParty && step(at(0.9), 'THIRD_PARTY_ANSWERED', 'SYSTEM', null))
      status = 'IN_PROGRESS';
  }
  if (course.reminder)
    say(step(at(0.9), 'MESSAGE_RECEIVED', 'CUSTOMER', written), 'CUSTOMER', () =>
      letter(dice, language, 'reminder', { date: frenchDate(filedOn) }),
    );
  answerClaim(after(answeredAfter ?? 0));

  const answered = answeredOn ?? filedOn;
  if (course.mediated) {
    const referred = step(addDays(answered, dice.int(5, 40)), 'REFERRED_TO_MEDIATOR', 'CUSTOMER', null);
    if (referred) {
      status = 'AT_MEDIATOR';
      level = 'MEDIATOR';
    }
    const given = addDays(answered, dice.int(60, 125));
    step(given, 'MEDIATOR_OPINION', 'MEDIATOR', null);
    close(addDays(given, dice.int(3, 12)), 'COMPLAINTS_OFFICER');
  } else {
    close(addDays(answered, course.closedAfter), 'SYSTEM');
    if (course.reopened) {
      const again = addDays(answered, course.closedAfter + dice.int(2, 15));
      if (step(again, 'REOPENED', 'CUSTOMER', written)) {
        status = 'REOPENED';
        outcome = null;
        closedAt = null;
        level = 'COMPLAINTS_SERVICE';
      }
      answerClaim(addWorkingDays(again, dice.int(8, 40)));
      close(addWorkingDays(again, dice.int(42, 50)), 'SYSTEM');
    }
  }
  return { status, level, events, messages, outcome, closedAt, answeredOn };
}
