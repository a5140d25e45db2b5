import { HubError } from '../../schema/kernel/errors';

/** No token, or not one that counts. Leaves as HTTP 401 with a `WWW-Authenticate` header. */
export class Unauthenticated extends HubError {
  /**
   * @param message one sentence for whoever sent it.
   * @param challenge the header's `error` (RFC 6750); none where no token was sent.
   */
  constructor(
    message: string,
    readonly challenge?: 'invalid_token',
  ) {
    super('UNAUTHENTICATED', message);
  }

  /** @returns the value of the `WWW-Authenticate` header. */
  get header(): string {
    const realm = 'Bearer realm="claims-hub"';
    return this.challenge
      ? `${realm}, error="${this.challenge}", error_description="${this.message}"`
      : realm;
  }
}
