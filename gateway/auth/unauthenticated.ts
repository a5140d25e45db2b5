import { HubError } from '../../schema/kernel/errors';
import { ALGORITHMS } from './algorithms';

/** What is wrong, in the words of RFC 6750 and RFC 9449. */
export interface Challenge {
  readonly error: 'invalid_token' | 'invalid_dpop_proof';
  /** How the token must be presented, `Bearer` unless said. */
  readonly scheme?: 'Bearer' | 'DPoP';
}

const REALM = 'realm="claims-hub"';
const PROOF_ALGORITHMS = `algs="${ALGORITHMS.join(' ')}"`;

/** No token, or not one that counts. Leaves as HTTP 401 with a `WWW-Authenticate` header. */
export class Unauthenticated extends HubError {
  /**
   * @param message one sentence for whoever sent it; with a challenge, of characters that a quoted header may hold.
   * @param challenge none where no token was sent.
   */
  constructor(
    message: string,
    private readonly challenge?: Challenge,
  ) {
    super('UNAUTHENTICATED', message);
  }

  /** @returns the value of the `WWW-Authenticate` header. */
  get header(): string {
    if (!this.challenge) return `Bearer ${REALM}, DPoP ${REALM}, ${PROOF_ALGORITHMS}`;
    const { error, scheme = 'Bearer' } = this.challenge;
    const reason = `error="${error}", error_description="${this.message}"`;
    return scheme === 'DPoP' ? `DPoP ${reason}, ${REALM}, ${PROOF_ALGORITHMS}` : `Bearer ${REALM}, ${reason}`;
  }
}
