/** Where the mail server is, and for whom is written. */
export interface SmtpOptions {
  /** `smtp://user:password@host:587`, or `smtps:` for TLS from the first byte. */
  readonly url: string;
  /** The sender's address; replies and notices of what could not be delivered go there. */
  readonly from: string;
  /** Whether nothing is sent before the connection is encrypted; otherwise it is where the server offers it. */
  readonly encrypted: boolean;
  /** Milliseconds that the server may be silent, 20,000 unless said. */
  readonly silenceMs?: number;
}
