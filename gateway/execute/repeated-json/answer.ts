import type { GraphAnswer } from '../../../subgraphs/shared/graph-request';

/** Under which an answer keeps what is repeated in it: no subgraph can write such a key. */
export const REPEATED: unique symbol = Symbol('repeated');

/** A subgraph's answer as it was read. */
export interface FetchedAnswer extends GraphAnswer {
  /** The objects that stand, as one and the same, at several places of it. */
  [REPEATED]?: ReadonlySet<object>;
}
