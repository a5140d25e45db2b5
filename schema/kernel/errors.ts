/**
 * Codes that clients switch on. Wording may change, codes may not.
 * The gateway lets nothing else leave: whatever is not a `HubError` becomes `INTERNAL_SERVER_ERROR`.
 */
export type HubErrorCode =
  | 'UNAUTHENTICATED'
  | 'PURPOSE_REQUIRED'
  | 'PURPOSE_NOT_ALLOWED'
  | 'OPERATION_ACCESS_DENIED'
  | 'FIELD_ACCESS_DENIED'
  | 'ARGUMENT_ACCESS_DENIED'
  | 'MASKED_VALUE_WRITE_BACK'
  | 'POLICY_EVALUATION_FAILED'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'VERSION_CONFLICT'
  | 'INVALID_STATE'
  | 'RATE_LIMITED'
  | 'OPERATION_TOO_LARGE'
  | 'OPERATION_NOT_REGISTERED'
  | 'SOURCE_UNAVAILABLE'
  | 'SOURCE_TIMEOUT'
  | 'SOURCE_INVALID_DATA'
  | 'SOURCE_REFUSED';

/** What an error may tell: names, counts, durations, codes. Never a field's value. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A failure that the hub reports on purpose. */
export class HubError extends Error {
  /**
   * @param code what a client switches on.
   * @param message one clear sentence; safe to show to any caller.
   * @param facts safe to show and to log.
   * @param options `cause` stays inside: it is never shown, and logged by its class name only.
   */
  constructor(
    readonly code: HubErrorCode,
    message: string,
    readonly facts: Facts = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An input that passed the schema's types and still cannot be taken: names the argument, never its value. */
export class BadUserInput extends HubError {
  constructor(argument: string, reason: string) {
    super('BAD_USER_INPUT', `${argument}: ${reason}`, { argument });
  }
}

/** Not there, or not visible to this caller: the two look alike on purpose. */
export class NotFound extends HubError {
  constructor(what: string) {
    super('NOT_FOUND', `${what} not found.`);
  }
}
