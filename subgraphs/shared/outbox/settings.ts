import { z } from 'zod';

const DAY_MS = 24 * 60 * 60_000;
const KEPT_DAYS = 90;

/** For how long what is settled is kept, unless said, ms. */
export const OUTBOX_KEPT_MS = KEPT_DAYS * DAY_MS;

/** Where a subgraph's settings say something about its outbox. */
export interface OutboxSettings {
  /** For how long a change that is made or declined is kept, ms: as long is its reference known again. */
  readonly outboxKeptMs?: number;
}

/** The environment variables of outboxes, one for all. */
export const outboxVariables = {
  OUTBOX_KEPT_DAYS: z.coerce.number().int().min(1).max(3_650).default(KEPT_DAYS),
};

/** @param env what `outboxVariables` has read. */
export const outboxSettings = (env: { readonly OUTBOX_KEPT_DAYS: number }): OutboxSettings => ({
  outboxKeptMs: env.OUTBOX_KEPT_DAYS * DAY_MS,
});
