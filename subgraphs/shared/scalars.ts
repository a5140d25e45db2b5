import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { Temporal } from 'temporal-polyfill';
import { minorUnitsFromText, textFromMinorUnits, type Money } from '../../schema/kernel/money';

/** How one scalar reads and writes; what it expects is said in errors, what it got never is. */
interface ScalarRules<Internal> {
  readonly name: string;
  readonly description: string;
  /** Completes "… expected.", e.g. `YYYY-MM-DD`. */
  readonly expected: string;
  /** @returns `undefined` where the text is not such a value. */
  readonly read: (text: string) => Internal | undefined;
  /** From the hub's own object. Text passes unchanged before this is asked: a mask is text of any form. */
  readonly write?: (value: object) => string | undefined;
  readonly specifiedByURL?: string;
}

/**
 * A scalar that travels as text both ways.
 *
 * Input must be text in the expected form. Output may be the hub's own object or text; text leaves as it is, because
 * the access policy masks values outside the resolvers and a masked IBAN is no IBAN.
 */
function textScalar<Internal>({ name, expected, read, write, ...rest }: ScalarRules<Internal>) {
  const parse = (value: unknown): Internal => {
    const parsed = typeof value === 'string' ? read(value) : undefined;
    if (parsed !== undefined) return parsed;
    throw new GraphQLError(`Not a valid ${name}: ${expected} expected.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  return new GraphQLScalarType<Internal, string>({
    name,
    ...rest,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
    serialize: (value) => {
      if (typeof value === 'string') return value;
      const text = typeof value === 'object' && value !== null ? write?.(value) : undefined;
      if (text === undefined) throw new TypeError(`a resolver gave something that is not a ${name}`);
      return text;
    },
  });
}

const parsedBy = (read: (text: string) => unknown, text: string): boolean => {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
};

/** A calendar day. Internally the text itself (`2026-11-20`): a day has no time zone and no instant. */
export const GraphQLDate = textScalar<string>({
  name: 'Date',
  description: 'A calendar day in Paris, `YYYY-MM-DD`.',
  expected: 'YYYY-MM-DD',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  read: (text) =>
    /^\d{4}-\d\d-\d\d$/.test(text) && parsedBy(Temporal.PlainDate.from, text) ? text : undefined,
  write: (value) => (value instanceof Temporal.PlainDate ? value.toString() : undefined),
});

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** An instant. Internally a `Date`; written in UTC with milliseconds. */
export const GraphQLDateTime = textScalar<Date>({
  name: 'DateTime',
  description: 'An instant, ISO 8601 with its offset; written in UTC, e.g. `2026-11-20T09:30:00.000Z`.',
  expected: 'an ISO 8601 instant with its offset',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  read: (text) =>
    DATE_TIME.test(text) && parsedBy(Temporal.Instant.from, text)
      ? new Date(Temporal.Instant.from(text).epochMilliseconds)
      : undefined,
  write: (value) =>
    value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined,
});

const MONEY = /^(-?\d{1,13}\.\d\d) ([A-Z]{3})$/;

/** @returns e.g. `-12.50 EUR`. */
export const moneyText = ({ minorUnits, currency }: Money): string =>
  `${textFromMinorUnits(minorUnits)} ${currency}`;

/** An exact amount. Internally the kernel's `Money`. */
export const GraphQLMoney = textScalar<Money>({
  name: 'Money',
  description: 'An exact amount and its ISO 4217 currency, e.g. `-12.50 EUR`: two decimals, a dot, a space.',
  expected: 'an amount with two decimals, a space and a currency',
  read: (text) => {
    const [, amount, currency] = MONEY.exec(text) ?? [];
    const minorUnits = amount === undefined ? undefined : minorUnitsFromText(amount);
    return minorUnits === undefined || currency === undefined ? undefined : { minorUnits, currency };
  },
  write: (value) =>
    'minorUnits' in value && typeof value.minorUnits === 'bigint' && 'currency' in value
      ? moneyText(value as Money)
      : undefined,
});

/** An account number. Internally its electronic format: no blanks, upper case. */
export const GraphQLIBAN = textScalar<string>({
  name: 'IBAN',
  description: 'An international bank account number (ISO 13616) without blanks; possibly masked when read.',
  expected: 'an IBAN with a right check sum',
  specifiedByURL: 'https://www.iso.org/standard/81090.html',
  read: (text) => {
    const electronic = text.length <= 42 ? electronicFormatIBAN(text) : null;
    return electronic !== null && isValidIBAN(electronic) ? electronic : undefined;
  },
});

// The HTML standard's pattern, which mail forms use too: what real mailboxes look like, not all of RFC 5322.
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)+$/i;

/** A mailbox. Internally the text itself: the part before `@` keeps its case. */
export const GraphQLEmailAddress = textScalar<string>({
  name: 'EmailAddress',
  description: 'An e-mail address as the HTML standard defines it; possibly masked when read.',
  expected: 'an e-mail address',
  specifiedByURL: 'https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address',
  read: (text) => (text.length <= 254 && EMAIL.test(text) ? text : undefined),
});
