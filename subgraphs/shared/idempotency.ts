import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../schema/kernel/canonical-json';
import { BadUserInput, HubError } from '../../schema/kernel/errors';
import type { StoreValue } from '../../schema/ports/store';
import type { MeteredSession } from './metered-store';

/** One request for a change that must happen once, however often it is sent. */
export interface OnceRequest {
  /** The owner of the table `idempotency`: a PostgreSQL schema. */
  readonly schema: 'claims' | 'surveys' | 'privacy' | 'documents';
  /** Token subject: keys of two callers never meet. */
  readonly subject: string;
  readonly mutation: string;
  /** The client's key, checked by `checkIdempotencyKey`. */
  readonly key: string;
  /** The whole input, in a form in which equal requests are equal. Only its hash is kept. */
  readonly input: Json;
  readonly now: Date;
}

/** @throws {BadUserInput} not 8 to 128 printable ASCII characters. */
export function checkIdempotencyKey(key: string): void {
  if (/^[\x21-\x7e]{8,128}$/.test(key)) return;
  throw new BadUserInput(
    'idempotencyKey',
    '8 to 128 letters, digits and signs without blanks are expected, e.g. a UUID.',
  );
}

/**
 * Does a change once per key. To be called inside the transaction of the change.
 *
 * Of two requests at once with one key the second waits for the first's transaction: the unique row of the key is
 * written before anything else.
 *
 * @param work makes the change; its result, a reference, is kept with the key.
 * @returns what `work` gave, now or the first time.
 * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`: the key came with another input before.
 */
export async function once<Result extends Json>(
  session: MeteredSession,
  { schema, subject, mutation, key, input, now }: OnceRequest,
  work: () => Promise<Result>,
): Promise<Result> {
  const hash = hashOf(input);
  const [first] = await session.query(
    1,
    `insert into ${schema}.idempotency (subject, mutation, key, request_hash, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning key`,
    [subject, mutation, key, hash, now.toISOString()],
  );
  if (first) {
    const result = await work();
    await session.query(
      1,
      `update ${schema}.idempotency set result = $4::jsonb where subject = $1 and mutation = $2 and key = $3`,
      [subject, mutation, key, JSON.stringify(result)],
    );
    return result;
  }
  return before(session, { schema, subject, mutation, key }, hash);
}

/**
 * As `once`, for a change of which the database names the result beforehand: two statements less.
 *
 * @param name SQL of the name, of `$6`; where the key came before, a name is drawn and not used.
 */
export async function onceNamed(
  session: MeteredSession,
  { schema, subject, mutation, key, input, now }: OnceRequest,
  name: { readonly sql: string; readonly of: StoreValue },
  work: (named: string) => Promise<void>,
): Promise<string> {
  const hash = hashOf(input);
  const [first] = await session.query<{ result: string }>(
    1,
    `insert into ${schema}.idempotency (subject, mutation, key, request_hash, created_at, result)
     values ($1, $2, $3, $4, $5, to_jsonb(${name.sql})) on conflict do nothing returning result`,
    [subject, mutation, key, hash, now.toISOString(), name.of],
  );
  if (!first) return before(session, { schema, subject, mutation, key }, hash);
  await work(first.result);
  return first.result;
}

const hashOf = (input: Json): string => createHash('sha256').update(canonicalJson(input)).digest('hex');

/** @returns what a key gave the first time. */
async function before<Result extends Json>(
  session: MeteredSession,
  { schema, subject, mutation, key }: Pick<OnceRequest, 'schema' | 'subject' | 'mutation' | 'key'>,
  hash: string,
): Promise<Result> {
  const [found] = await session.query<{ request_hash: string; result: Result }>(
    1,
    `select request_hash, result from ${schema}.idempotency where subject = $1 and mutation = $2 and key = $3`,
    [subject, mutation, key],
  );
  if (found?.request_hash !== hash) {
    throw new HubError('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey: this key came with another input before.', {
      argument: 'idempotencyKey',
    });
  }
  return found.result;
}
