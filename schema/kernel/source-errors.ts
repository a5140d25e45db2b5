import { businessText } from './business-codes';
import { HubError, type Facts } from './errors';

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
  /** What the system itself told; see `toldBySource`. */
  readonly told?: Facts;
}

/** The system refused the connection, dropped it, or has no place left for this call. */
export class SourceUnavailable extends HubError {
  readonly reason: UnavailableReason | undefined;

  constructor(source: SourceName, { reason, reopensAt, told, ...options }: UnavailableOptions = {}) {
    const facts = {
      source,
      ...(reason && { reason }),
      ...(reopensAt && { reopensAt: reopensAt.toISOString() }),
      ...told,
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

/** The system understood the request and declined it: asking again changes nothing. */
export class SourceRefused extends HubError {
  /** @param told see `toldBySource`. */
  constructor(source: SourceName, told: Facts, options?: ErrorOptions) {
    super('SOURCE_REFUSED', `The source "${source}" declined the request.`, { source, ...told }, options);
  }
}

/**
 * What may be told of a system's own error: its stable code, our words for it, and where to look in the logs.
 *
 * @param correlationId stands in the log lines of the call, and was sent to the system with it.
 */
export function toldBySource(businessCode: string, correlationId: string): Facts {
  const { en, fr } = businessText(businessCode);
  return { businessCode, businessTextEn: en, businessTextFr: fr, correlationId };
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
