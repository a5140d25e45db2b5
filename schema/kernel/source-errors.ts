import { HubError } from './errors';

/** The public name of a system that answers for part of the graph, e.g. `customer-file`; never a host or a table. */
export type SourceName = string;

/**
 * Why a source is not available, where more is known than that it did not answer: `CLOSED` it says or is known to be
 * closed at this hour; `LEFT_ALONE` it kept failing and was not asked; `OVERLOADED` too many calls wait for it already.
 */
export type UnavailableReason = 'CLOSED' | 'LEFT_ALONE' | 'OVERLOADED';

/** What is known beside the fact. */
export interface UnavailableOptions extends ErrorOptions {
  readonly reason?: UnavailableReason;
  /** When it opens, or is asked again. */
  readonly reopensAt?: Date;
}

/** The system refused the connection, dropped it, or has no place left for this call. */
export class SourceUnavailable extends HubError {
  readonly reason: UnavailableReason | undefined;

  constructor(source: SourceName, { reason, reopensAt, ...options }: UnavailableOptions = {}) {
    const facts = {
      source,
      ...(reason && { reason }),
      ...(reopensAt && { reopensAt: reopensAt.toISOString() }),
    };
    super('SOURCE_UNAVAILABLE', `The source "${source}" is not available.`, facts, options);
    this.reason = reason;
  }
}

/** No answer within the time allowed, waiting for a connection included. */
export class SourceTimeout extends HubError {
  /** @param timeoutMs the time that was allowed, in milliseconds. */
  constructor(source: SourceName, timeoutMs: number, options?: ErrorOptions) {
    super('SOURCE_TIMEOUT', `The source "${source}" did not answer in time.`, { source, timeoutMs }, options);
  }
}

/** The system answered, but not with what its contract promises. */
export class SourceInvalidData extends HubError {
  constructor(source: SourceName, options?: ErrorOptions) {
    super(
      'SOURCE_INVALID_DATA',
      `The source "${source}" gave an answer that cannot be read.`,
      { source },
      options,
    );
  }
}

/**
 * One value of a legacy answer that is not what its format says. Thrown by `*.record.ts`; an adapter turns it into
 * `SourceInvalidData`. It names the place and the expected format; the value itself is not repeated.
 */
export class LegacyDataError extends Error {
  /** @param place the legacy's own name of it, e.g. `TCPT0010.CPT_SLD` or `personne/dateNaissance`. */
  constructor(
    readonly place: string,
    readonly expected: string,
  ) {
    super(`${place} is not ${expected}`);
    this.name = 'LegacyDataError';
  }
}
