import type { Environment } from '../../subgraphs/shared/environment';

/** How many streams there may be. */
export interface StreamSettings {
  /** `HUB_STREAMS`: open at a time in this process. */
  readonly total: number;
  /** `HUB_STREAMS_PER_CALLER`: open at a time of one caller with one application. */
  readonly perCaller: number;
}

export const readStreamSettings = (env: Environment): StreamSettings => ({
  total: env.integer('HUB_STREAMS', 1_000, 0, 100_000),
  perCaller: env.integer('HUB_STREAMS_PER_CALLER', 10, 1, 10_000),
});
