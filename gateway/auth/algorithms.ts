/** Signatures that the bank's security rules accept, on access tokens and on proofs alike. */
export const ALGORITHMS = ['PS256', 'ES256', 'EdDSA'];

/** Clocks may differ by this much, in seconds. */
export const TOLERANCE_S = 5;
