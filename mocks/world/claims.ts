import { FIRST_CUSTOMER } from './first';
import { addDays, type Day, daysBetween, FIRST_DAY, frenchDate, instantOn, later, TODAY } from './calendar';
import { type Course, drawCourse, play, type Progress } from './claim-course';
import { ibanOf } from './keys';
import { type Account, isDaily, isOpenOn, type Ledger, type Operation } from './ledger';
import { type Motive, MOTIVES, productOf } from './motives';
import type { OperationKind } from './operation-kinds';
import { type Customer, phoneNumber } from './people';
import { AGENCIES, BANK_CODE, HOME, HOME_ADVISER, OFFICERS } from './places';
import type { Dice } from './random';
import { type Scripted, scriptedClaims } from './scripted-claims';
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

/** What a claim is about, before it is numbered. */
interface Matter {
  readonly customer: Customer;
  readonly motive: Motive;
  readonly filedAt: string;
  readonly filedOn: Day;
  readonly channel: Channel;
  readonly account: Account | undefined;
  readonly operation: Operation | undefined;
  readonly course?: Partial<Course>;
  readonly handler?: string;
}

interface Draft extends Matter {
  /** The draft that this one was merged into. */
  readonly original?: Draft;
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
  const [first, ...others] = people;
  if (!first) throw new RangeError('a world needs people');
  const drafts: Draft[] = scriptedClaims(first, ledger).map((script) => fromScript(script));
  const accounts = Map.groupBy(
    ledger.accounts.filter((account) => !account.deleted),
    (account) => account.holder,
  );
  const operations = Map.groupBy(
    ledger.accounts.flatMap((account) => (account.holder === first ? [] : account.operations)),
    (operation) => operation.kind,
  );
  for (const list of operations.values()) list.sort(byText(({ row }) => row.MVT_ID));

  function fromScript({ motive, operation, account, filedAt, course, handler }: Scripted): Draft {
    const found = MOTIVES.find((each) => each.code === motive)!;
    const filedOn = filedAt.slice(0, 10);
    return {
      customer: first!,
      motive: found,
      filedAt,
      filedOn,
      channel: 'ONLINE',
      account,
      operation,
      course,
      handler,
    };
  }

  /** @returns an operation of one of these kinds, booked in the 40 days before. */
  function operationBefore(day: Day, kinds: readonly OperationKind[]): Operation | undefined {
    const from = addDays(day, -40);
    const candidates = (operations.get(dice.pick(kinds)) ?? []).filter(
      (each) => each.day >= from && each.day < day,
    );
    return candidates.length > 0 ? dice.pick(candidates) : undefined;
  }

  function known(customer: Customer, day: Day): boolean {
    if (customer.standing === 'PROSPECT') return true;
    return customer.since < day && (customer.until === undefined || daysBetween(customer.until, day) < 200);
  }

  /** Whoever and whatever fits the motive on that day. */
  function matter(motive: Motive, day: Day): Pick<Matter, 'customer' | 'account' | 'operation'> | undefined {
    if (motive.about === 'OPERATION') {
      const operation = operationBefore(day, motive.kinds);
      return operation && { customer: operation.account.holder, account: operation.account, operation };
    }
    const customer = dice.pick(others);
    if (!known(customer, day)) return undefined;
    const fitting = (accounts.get(customer) ?? []).filter((account) => {
      if (motive.about === 'CARD') return account.cards.length > 0 && isOpenOn(account, day);
      return motive.about === 'SAVINGS_ACCOUNT' ? !isDaily(account) : isDaily(account);
    });
    if (motive.about !== 'ANYTHING') {
      return fitting.length > 0 ? { customer, account: dice.pick(fitting), operation: undefined } : undefined;
    }
    const account = fitting.length > 0 && dice.chance(0.4) ? dice.pick(fitting) : undefined;
    return { customer, account, operation: undefined };
  }

  function draft(): Draft {
    for (;;) {
      const filedOn = filingDay(dice);
      // New Year's Day stays free: the first claim of 2026 is the scripted one.
      if (filedOn === '2026-01-01') continue;
      const motive = dice.weighted(
        MOTIVES.map((each) => [each, each.weight * (each.trend?.(filedOn) ?? 1)] as const),
      );
      const found = matter(motive, filedOn);
      if (found)
        return {
          ...found,
          motive,
          filedOn,
          channel: channelOn(dice, filedOn),
          filedAt: instantOn(filedOn, dice, 8, 21),
        };
    }
  }

  while (drafts.length < count) {
    const original = draft();
    drafts.push(original);
    if (!dice.chance(0.025)) continue;
    const filedOn = addDays(original.filedOn, dice.int(1, 6));
    if (filedOn >= TODAY || filedOn === '2026-01-01') continue;
    const channel = dice.pick<Channel>(['EMAIL', 'PHONE', 'SOCIAL', 'LETTER']);
    const filedAt = instantOn(filedOn, dice, 9, 20);
    drafts.push({ ...original, filedOn, filedAt, channel, original, course: { end: 'MERGED' } });
  }

  drafts.sort(byText(({ filedAt }) => filedAt));
  const numbers = new Map<Draft, string>();
  const perYear = new Map<string, number>();
  for (const each of drafts) {
    const year = each.filedOn.slice(0, 4);
    const number = (perYear.get(year) ?? 0) + 1;
    perYear.set(year, number);
    numbers.set(each, `RC-${year}-${String(number).padStart(7, '0')}`);
  }
  return drafts.map((each) =>
    write(dice, each, numbers.get(each)!, each.original ? numbers.get(each.original)! : null),
  );
}

/** Claims grow over the two years, and a wave of them has just come in: there is something to do on the day of the demo. */
function filingDay(dice: Dice): Day {
  const span = daysBetween(FIRST_DAY, TODAY) - 1;
  if (dice.chance(0.05)) return addDays(TODAY, -dice.int(1, 28));
  return addDays(
    FIRST_DAY,
    dice.chance(0.3) ? Math.max(dice.int(0, span), dice.int(0, span)) : dice.int(0, span),
  );
}

/** Paper and telephone give way to the application over the two years. */
function channelOn(dice: Dice, day: Day): Channel {
  const progress = daysBetween(FIRST_DAY, day) / 730;
  return dice.weighted<Channel>([
    ['ONLINE', 34],
    ['MOBILE', 14 + 22 * progress],
    ['BRANCH', 14 - 6 * progress],
    ['PHONE', 14 - 6 * progress],
    ['EMAIL', 11],
    ['LETTER', 11 - 5 * progress],
    ['CHAT', 4],
    ['SOCIAL', 1],
  ]);
}

function capacityOf(dice: Dice, { customer, filedOn }: Matter): Capacity {
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
function priorityOf({ motive, customer }: Matter, cents: number | null): number {
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

function handlerOf(dice: Dice, { customer, handler }: Matter, { status, level }: Progress): string | null {
  if (handler) return handler;
  if (status === 'DRAFT' || status === 'FILED') return null;
  if (level !== 'ADVISER') return dice.pick(OFFICERS);
  const agency = AGENCIES.find(({ code }) => code === customer.agency.code) ?? HOME;
  return agency === HOME && dice.chance(0.35) ? HOME_ADVISER : dice.pick(agency.advisers);
}

function write(dice: Dice, draft: Draft, number: string, mergedInto: string | null): Claim {
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
