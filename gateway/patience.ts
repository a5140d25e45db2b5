/** Milliseconds that a hub waits for what is not the operation itself; each as usual unless said. */
export interface Patience {
  /** For the identity provider's keys, all of them; usually 3,000. */
  readonly keysMs?: number;
  /** For an audit record to be written, and for its turn; usually 2,000 each. */
  readonly auditMs?: number;
  /** For what `/readyz` asks; usually 2,000. */
  readonly readyMs?: number;
}
