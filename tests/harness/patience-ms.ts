/**
 * Milliseconds for whatever comes as soon as the machine gets round to it: no machine takes so long. Whoever tests a limit
 * sets one of their own, and has what must be late never come by itself.
 */
export const PATIENCE_MS = 120_000;

/** The same for a PostgreSQL server. */
export const PATIENT_STORE = { acquireTimeoutMs: PATIENCE_MS, statementTimeoutMs: PATIENCE_MS };
