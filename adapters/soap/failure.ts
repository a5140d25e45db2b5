import {
  LegacyDataError,
  SourceInvalidData,
  SourceTimeout,
  SourceUnavailable,
  type SourceName,
} from '../../schema/kernel/source-errors';

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
  constructor(readonly reason: Unreadable | Unavailable) {
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
 * @param signal the exchange's own: its reason says whether the time is over or whoever asked has gone.
 */
export function sourceError(
  error: unknown,
  source: SourceName,
  timeoutMs: number,
  signal: AbortSignal,
): unknown {
  if (signal.aborted && error === signal.reason) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return late ? new SourceTimeout(source, timeoutMs) : new SourceUnavailable(source);
  }
  if (error instanceof LegacyDataError) return new SourceInvalidData(source, { cause: error });
  if (!(error instanceof SoapFailure)) return error;
  return UNAVAILABLE.has(error.reason)
    ? new SourceUnavailable(source, {
        cause: error,
        ...(error.reason === 'NightClosing' && { reason: 'CLOSED' as const }),
      })
    : new SourceInvalidData(source, { cause: error });
}
