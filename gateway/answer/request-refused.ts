type RefusalCode =
  'BAD_REQUEST' | 'OPERATION_TOO_LARGE' | 'PERSISTED_QUERY_NOT_FOUND' | 'PERSISTED_QUERY_NOT_SUPPORTED';

/** A request that is no GraphQL request, or not one that this address takes. */
export class RequestRefused extends Error {
  /**
   * @param status HTTP, 400 to 499; 200 only for what clients of persisted queries expect.
   * @param message one clear sentence.
   */
  constructor(
    readonly status: number,
    message: string,
    readonly code: RefusalCode = 'BAD_REQUEST',
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'RequestRefused';
  }
}
