import { randomUUID } from 'node:crypto';

/** UUID, 32 hexadecimal digits, or ULID: forms that no account, card or national number has. */
const FORMS =
  /^([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{32}|[0-7][\dA-HJKMNP-TV-Z]{25})$/i;

/**
 * The id of a request in logs, in the answer and in what legacy systems are told.
 *
 * @param sent the client's `X-Request-Id`; taken over where it is of a known form, since it ends up in logs.
 */
export function requestIdFrom(sent: string | undefined): string {
  return sent !== undefined && FORMS.test(sent) ? sent : randomUUID();
}
