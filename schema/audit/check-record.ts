import type { AuditRecord } from './record';
import { TECHNICAL_NAME } from './technical-name';

/** A record that the audit trail does not take. Names the member and what it must be; repeats no value. */
export class InvalidAuditRecord extends Error {
  constructor(
    readonly member: string,
    expected: string,
  ) {
    super(`audit record: ${member} must be ${expected}`);
    this.name = 'InvalidAuditRecord';
  }
}

type Check = (value: unknown, member: string) => void;
type Members = Readonly<Record<string, Check>>;

const fail = (member: string, expected: string): never => {
  throw new InvalidAuditRecord(member, expected);
};

const text =
  (pattern: RegExp, expected: string): Check =>
  (value, member) => {
    if (typeof value !== 'string' || !pattern.test(value)) fail(member, expected);
  };

const oneOf =
  (...values: readonly unknown[]): Check =>
  (value, member) => {
    if (!values.includes(value)) fail(member, `one of ${values.join(', ')}`);
  };

const orNull =
  (check: Check): Check =>
  (value, member) => {
    if (value !== null) check(value, member);
  };

/** Lists are written sorted where their order says nothing, so that equal facts are equal texts. */
const list =
  (check: Check, most: number): Check =>
  (value, member) => {
    if (!Array.isArray(value) || value.length > most) return fail(member, `a list of at most ${most}`);
    for (const each of value) check(each, member);
  };

/** What was sound and cannot change is not looked at again: equal lists of decisions are one list, nearly always. */
const once = (check: Check): Check => {
  const sound = new WeakSet<object>();
  return (value, member) => {
    if (typeof value === 'object' && value !== null && sound.has(value)) return;
    check(value, member);
    if (Array.isArray(value) && Object.isFrozen(value) && value.every(Object.isFrozen)) sound.add(value);
  };
};

const integer: Check = (value, member) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) fail(member, 'a whole number');
};

const object = (members: Members): Check => {
  const known = new Set(Object.keys(members));
  const checks = Object.entries(members);
  return (value, member) => {
    if (value === null || typeof value !== 'object') return fail(member, 'an object');
    for (const name of Object.keys(value)) {
      if (!known.has(name)) fail(member, `without members of its own invention`);
    }
    for (const [name, check] of checks) {
      check((value as Record<string, unknown>)[name], member === '' ? name : `${member}.${name}`);
    }
  };
};

const instant = text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'an instant with milliseconds in UTC');
const name = text(TECHNICAL_NAME, 'a short technical name');
const pseudonym = text(/^[\w-]{22}$/, 'a pseudonym');
const hash = text(/^[\da-f]{64}$/, 'a SHA-256 in hexadecimal');

const decision = object({
  category: name,
  decision: oneOf('DENY', 'PSEUDONYMISE', 'MASK', 'ALLOW'),
  rule: name,
  count: integer,
});

/** Far above what one answer can hold. */
const MANY = 100_000;

const shapes: Readonly<Record<AuditRecord['kind'], Check>> = {
  access: object({
    kind: name,
    at: instant,
    requestId: name,
    actor: pseudonym,
    token: orNull(pseudonym),
    client: name,
    roles: list(name, 100),
    purpose: name,
    legalBases: list(name, 100),
    operation: object({
      type: oneOf('query', 'mutation', null),
      name: orNull(text(/^[_a-zA-Z]\w{0,63}$/, 'a name of GraphQL')),
      hash: orNull(hash),
    }),
    accesses: list(object({ subjects: list(pseudonym, MANY), decisions: once(list(decision, MANY)) }), MANY),
    differences: integer,
    sources: list(name, 100),
    policy: name,
    status: integer,
    errors: list(name, 100),
  }),
  gap: object({ kind: name, at: instant, since: instant, dropped: integer }),
  purge: object({ kind: name, at: instant, before: instant, upTo: integer }),
  process: object({ kind: name, at: instant, process: name, event: oneOf('START', 'STOP') }),
};

/**
 * Makes sure that a record holds what the type promises and nothing else: an unexpected member could carry a value.
 *
 * @throws {InvalidAuditRecord}
 */
export function checkRecord(value: unknown): AuditRecord {
  const { kind } = (value ?? {}) as { kind?: unknown };
  if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) return fail('kind', 'one that is known');
  shapes[kind as AuditRecord['kind']](value, '');
  return value as AuditRecord;
}
