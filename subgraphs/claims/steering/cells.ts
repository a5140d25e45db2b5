import type { SteeringFacts } from './facts';

/** What is counted. Those with a bucket are counted by it: days, minutes. */
export type Measure =
  | 'FILED'
  | 'ONLINE'
  | 'MOBILE'
  | 'REPEATED'
  | 'SIMPLE'
  | 'GRANTED'
  | 'FIRST_REPLY'
  | 'ANSWERED'
  | 'IN_TIME'
  | `OUTCOME_${string}`;

/** By what claims are told apart. */
export const DIMENSIONS = ['TOTAL', 'PRODUCT', 'MOTIVE', 'CHANNEL'] as const;
/** One of them. */
export type Dimension = (typeof DIMENSIONS)[number];

/** A place of the tally. */
export interface Cell {
  readonly dimension: Dimension;
  /** The first day of the month. */
  readonly month: string;
  readonly key: string;
  readonly measure: Measure;
  readonly bucket: number;
}

/** Channels of the customer's own space, where nobody has to be spoken to. */
const ONLINE: readonly string[] = ['ONLINE', 'MOBILE', 'CHAT'];

/** @returns the places in which one claim counts as one. */
export function cellsOf(facts: SteeringFacts): Cell[] {
  const { product, motive, channel } = facts;
  const keys = { TOTAL: 'ALL', PRODUCT: product, MOTIVE: motive, CHANNEL: channel };
  const measured = [...ofFiling(facts), ...ofAnswer(facts)];
  return DIMENSIONS.flatMap((dimension) =>
    measured.map(([month, measure, bucket]) => ({
      ...{ dimension, key: keys[dimension], measure, bucket },
      month: `${month}-01`,
    })),
  );
}

type Measured = readonly [month: string, measure: Measure, bucket: number];

function ofFiling({ filed, channel, repeated, granted, firstReply }: SteeringFacts): Measured[] {
  return [
    [filed, 'FILED', 0],
    ...(ONLINE.includes(channel) ? [[filed, 'ONLINE', 0] as const] : []),
    ...(channel === 'MOBILE' ? [[filed, 'MOBILE', 0] as const] : []),
    ...(repeated ? [[filed, 'REPEATED', 0] as const] : []),
    ...(granted === null ? [] : [[filed, 'SIMPLE', 0] as const]),
    ...(granted ? [[filed, 'GRANTED', 0] as const] : []),
    ...(firstReply === null ? [] : [[filed, 'FIRST_REPLY', firstReply] as const]),
  ];
}

function ofAnswer({ answered, days, inTime, outcome }: SteeringFacts): Measured[] {
  if (answered === null || days === null) return [];
  return [
    [answered, 'ANSWERED', days],
    ...(inTime ? [[answered, 'IN_TIME', 0] as const] : []),
    ...(outcome === null ? [] : [[answered, `OUTCOME_${outcome}`, 0] as const]),
  ];
}
