import {
  LegacyDataError,
  SourceInvalidData,
  SourceTimeout,
  SourceUnavailable,
  toldBySource,
  type SourceName,
} from '../../schema/kernel/source-errors';
import { SoapBusinessError } from '../../schema/ports/soap';

/** Why an answer cannot be read. */
type Unreadable =
  | 'AnswerTooLarge'
  | 'AnswerTooDeep'
  | 'AnswerNotXml'
  | 'AnswerHasDoctypeOrEntity'
  | 'AnswerCharsetUnknown'
  | 'AnswerCharsetMixed'
  | 'AnswerMediaType'
  | 'AnswerNotHttp'
  | 'AnswerBreaksContract'
  | 'ReturnCodeUnknown';

/** Why there is no answer. */
type Unavailable =
  | 'ConnectionRefused'
  | 'ConnectionLost'
  | 'TlsRefused'
  | 'HttpError'
  | 'TechnicalFault'
  | 'NightClosing'
  | 'TechnicalReturnCode';

const UNAVAILABLE: ReadonlySet<string> = new Set<Unavailable>([
  'ConnectionRefused',
  'ConnectionLost',
  'TlsRefused',
  'HttpError',
  'TechnicalFault',
  'NightClosing',
  'TechnicalReturnCode',
]);

/**
 * The only thing that is kept of a failed exchange: a reason, as the error's name, for the log. The drivers' own
 * errors hold the request with its password, the answer, addresses and the service's stack: none of it is kept.
 */
export class SoapFailure extends Error {
  /** @param businessCode the service's own stable code, where it told one that looks like a code. */
  constructor(
    readonly reason: Unreadable | Unavailable,
    readonly businessCode?: string,
  ) {
    super(reason);
    this.name = reason;
  }
}

/** @returns for an HTTP error whose body is no SOAP answer, that; the error itself otherwise. */
export const httpFailure = (error: unknown, status: number): unknown =>
  status >= 300 && error instanceof SoapFailure && !UNAVAILABLE.has(error.reason)
    ? new SoapFailure('HttpError')
    : error;

/** @param error what the network threw: its `name` and `code` are all that is read of it. */
export function networkFailure(error: unknown): SoapFailure {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  if (name === 'HTTPParserError') return new SoapFailure('AnswerNotHttp');
  if (/CERT|SSL|TLS|EPROTO|SELF_SIGNED|ISSUER/.test(code ?? '')) return new SoapFailure('TlsRefused');
  return new SoapFailure(code === 'ECONNREFUSED' ? 'ConnectionRefused' : 'ConnectionLost');
}

/**
 * @param error what one exchange threw; what is neither a failure of ours nor a record's passes through.
 * @param requestId the call's correlation id.
 * @param signal the exchange's own: its reason says whether the time is over or whoever asked has gone.
 */
export function sourceError(
  error: unknown,
  source: SourceName,
  timeoutMs: number,
  signal: AbortSignal,
  requestId: string,
): unknown {
  if (signal.aborted && error === signal.reason) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return late ? new SourceTimeout(source, timeoutMs) : new SourceUnavailable(source);
  }
  if (error instanceof LegacyDataError) return new SourceInvalidData(source, { cause: error });
  if (!(error instanceof SoapFailure)) return error;
  if (!UNAVAILABLE.has(error.reason)) return new SourceInvalidData(source, { cause: error });
  const { businessCode, reason } = error;
  return new SourceUnavailable(source, {
    cause: error,
    ...(reason === 'NightClosing' && { reason: 'CLOSED' as const }),
    ...(businessCode !== undefined && { told: toldBySource(businessCode, requestId) }),
  });
}

/** @returns what a log line may say of a failed call: its reason and the service's own code. */
export function failureFacts(error: unknown): { readonly reason: string; readonly businessCode?: string } {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof SoapBusinessError) return { reason: cause.name, businessCode: cause.code };
  const reason = cause instanceof Error ? cause.name : 'unknown';
  const code = cause instanceof SoapFailure ? cause.businessCode : undefined;
  return { reason, ...(code === undefined ? {} : { businessCode: code }) };
}
