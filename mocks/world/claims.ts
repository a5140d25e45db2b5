import { FIRST_CUSTOMER } from './first';
import { addDays, type Day, daysBetween, frenchDate, later, TODAY } from './calendar';
import { type Course, drawCourse, play, type Progress } from './claim-course';
import { createDrafts, type Draft } from './claim-drafts';
import { ibanOf } from './keys';
import type { Account, Ledger } from './ledger';
import { productOf } from './motives';
import { type Customer, phoneNumber } from './people';
import { AGENCIES, BANK_CODE, HOME, HOME_ADVISER, OFFICERS } from './places';
import type { Dice } from './random';
import type { Capacity, Channel, ClaimRecord, Outcome } from './shapes';
import { describe } from './verbatims';
import { byText } from './write';

/** A claim with what documents, orders and surveys need to know of it. */
export interface Claim {
  readonly record: ClaimRecord;
  readonly customer: Customer;
  readonly account: Account | undefined;
  readonly answeredOn: Day | undefined;
  /** Cents to pay, where the claim ends in the claimant's favour. */
  readonly redressCents: number;
}

export const euros = (cents: number): string =>
  `${(cents / 100)
    .toFixed(2)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+,)/g, ' ')} €`;

/** @returns claims in the order of filing; the scripted ones of the first customer among them. */
export function createClaims(
  dice: Dice,
  people: readonly Customer[],
  ledger: Ledger,
  count: number,
): Claim[] {
  const drafts = createDrafts(dice, people, ledger, count).sort(byText(({ filedAt }) => filedAt));
  const numbers = new Map<Draft, string>();
  const perYear = new Map<string, number>();
  for (const each of drafts) {
    const year = each.filedOn.slice(0, 4);
    const number = (perYear.get(year) ?? 0) + 1;
    perYear.set(year, number);
    numbers.set(each, `RC-${year}-${String(number).padStart(7, '0')}`);
  }
  return drafts.map((each) =>
    writeClaim(dice, each, numbers.get(each)!, each.original ? numbers.get(each.original)! : null),
  );
}

function capacityOf(dice: Dice, { customer, filedOn }: Draft): Capacity {
  if (customer.standing === 'PROSPECT') return 'PROSPECT';
  if (customer.until !== undefined && filedOn >= customer.until) return 'FORMER_CUSTOMER';
  if (customer.deceased) return 'HEIR';
  if (customer.record.numeroTiers === FIRST_CUSTOMER) return 'CUSTOMER';
  const organisation = customer.record.typePersonne === 'M';
  return dice.weighted<Capacity>([
    ['CUSTOMER', 94],
    ['REPRESENTATIVE', organisation ? 30 : 4],
    ['BENEFICIARY', 2],
  ]);
}

/** 1 urgent to 5 low: money at stake, fraud, vulnerability. */
function priorityOf({ motive, customer }: Draft, cents: number | null): number {
  const points =
    Number(motive.code === 'UNAUTHORISED_OPERATION' || motive.code === 'DISCRIMINATION') +
    Number((cents ?? 0) > 50_000) +
    Number(customer.fragile || customer.deceased) * 2;
  return Math.max(1, 4 - points + Number(motive.code === 'OTHER'));
}

/** @returns when the claimant sent it, and when it reached the bank; `filedAt` is when it was registered. */
function arrival(
  dice: Dice,
  channel: Channel,
  filedAt: string,
): { sentAt: string | null; receivedAt: string } {
  if (channel === 'LETTER') {
    const receivedAt = later(filedAt, -dice.int(1, 20) * 3_600);
    return { sentAt: later(receivedAt, -dice.int(1, 4) * 86_400), receivedAt };
  }
  if (channel === 'EMAIL')
    return { sentAt: later(filedAt, -dice.int(60, 14 * 3_600)), receivedAt: later(filedAt, -30) };
  return { sentAt: null, receivedAt: filedAt };
}

function redressOf(dice: Dice, outcome: Outcome, disputed: number): number {
  if (outcome === 'UPHELD') return disputed;
  if (outcome === 'PARTIALLY_UPHELD') return Math.round((disputed * dice.int(30, 70)) / 100);
  return outcome === 'NO_FAULT_GOODWILL' ? dice.int(1, 5) * 1_000 : 0;
}

function handlerOf(dice: Dice, { customer, handler }: Draft, { status, level }: Progress): string | null {
  if (handler) return handler;
  if (status === 'DRAFT' || status === 'FILED') return null;
  if (level !== 'ADVISER') return dice.pick(OFFICERS);
  const agency = AGENCIES.find(({ code }) => code === customer.agency.code) ?? HOME;
  return agency === HOME && dice.chance(0.35) ? HOME_ADVISER : dice.pick(agency.advisers);
}

/** Writes a claim down as far as its course has gone. */
export function writeClaim(dice: Dice, draft: Draft, number: string, mergedInto: string | null): Claim {
  const { customer, motive, filedAt, filedOn, account, operation, channel } = draft;
  const { language, agency, record } = customer;
  const capacity = capacityOf(dice, draft);
  const amount = operation?.cents ?? dice.int(500, 40_000);
  const disputed = operation ? amount : dice.chance(0.3) ? amount : null;
  const outcome = draft.course?.outcome ?? dice.weighted(motive.outcomes);
  const redressCents = redressOf(dice, outcome, disputed ?? 0);
  const payment = motive.payment || operation !== undefined;
  const course: Course = { ...drawCourse(dice, filedOn, payment, outcome), ...draft.course };
  const facts = { filedAt, channel, language, redress: euros(redressCents) };
  // Somebody began to write and has not sent it yet.
  const unsent =
    !draft.course && daysBetween(filedOn, TODAY) < 25 && channel === 'ONLINE' && dice.chance(0.5);
  const progress: Progress = unsent
    ? {
        status: 'DRAFT',
        level: 'ADVISER',
        events: [],
        messages: [],
        outcome: null,
        closedAt: null,
        answeredOn: undefined,
      }
    : play(dice, course, facts, mergedInto);
  const description = describe(
    dice,
    motive.code,
    language,
    {
      amount: euros(amount),
      date: frenchDate(operation?.day ?? addDays(filedOn, -dice.int(2, 30))),
      label: operation?.row.MVT_LIB ?? motive.product,
      city: agency.city.charAt(0) + agency.city.slice(1).toLowerCase(),
      days: String(dice.int(3, 30)),
      phone: record.telephone || phoneNumber(dice),
      mail: record.courriel ?? 'moi@courriel.example',
      iban: account ? ibanOf(BANK_CODE, agency.code, account.number) : 'habituel',
      nir: record.nir ?? 'sur mon dossier',
    },
    capacity === 'HEIR',
  );
  return {
    customer,
    account,
    redressCents,
    answeredOn: progress.answeredOn,
    record: {
      number,
      status: progress.status,
      level: progress.level,
      channel,
      product: productOf(motive, operation?.kind),
      motive: motive.code,
      capacity,
      description,
      disputedAmountCents: disputed,
      currency: 'EUR',
      ...arrival(dice, channel, filedAt),
      filedAt,
      closedAt: progress.closedAt,
      outcome: progress.outcome,
      priority: priorityOf(draft, disputed),
      queue: motive.queue,
      branch: agency.code,
      handledBy: handlerOf(dice, draft, progress),
      customerNumber: record.numeroTiers,
      accountNumber: account?.number ?? null,
      operationReference: operation?.row.MVT_ID ?? null,
      language,
      events: progress.events,
      messages: progress.messages,
    },
  };
}
