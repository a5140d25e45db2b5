import { z } from 'zod';
import type { DailyClosing, SourceLimits } from '../../schema/ports/limits';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const CLOSING = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

/** `22:30-05:30`, several of them with commas between. */
const closings = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine(
    (all) => all.every((each) => each === '' || CLOSING.test(each)),
    'hours such as 22:30-05:30 expected',
  )
  .transform((all) =>
    all.flatMap((each): DailyClosing[] => {
      const [from, to] = each.split('-');
      return from && to ? [{ from, to }] : [];
    }),
  );

/** What stands after a source's prefix, e.g. `DB2_CONNECTIONS`. See `SourceLimits` for what each means. */
const variables = {
  TIMEOUT_MS: whole(50, 60_000).default(2_000),
  CONNECTIONS: whole(1, 200).default(10),
  QUEUE: whole(0, 100_000).default(500),
  RETRIES: whole(0, 5).default(1),
  HEDGE_MS: whole(10, 60_000).optional(),
  RECHECK_MS: whole(1, 3_600_000).default(5_000),
  CLOSED: closings,
};

type Variables = typeof variables;
type Prefixed<P extends string> = { [K in keyof Variables as `${P}_${K}`]: Variables[K] };

/**
 * The environment variables of one source's limits, for its subgraph's settings.
 *
 * @param prefix e.g. `DB2`.
 */
export const sourceVariables = <P extends string>(prefix: P): Prefixed<P> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, type]) => [`${prefix}_${name}`, type]),
  ) as Prefixed<P>;

/** @param env what `sourceVariables` of the same prefix has read. */
export function sourceLimits(prefix: string, env: Readonly<Record<string, unknown>>): SourceLimits {
  const of = <K extends keyof Variables>(name: K) => env[`${prefix}_${name}`] as z.output<Variables[K]>;
  const hedgeAfterMs = of('HEDGE_MS');
  return {
    connections: of('CONNECTIONS'),
    queue: of('QUEUE'),
    timeoutMs: of('TIMEOUT_MS'),
    retries: of('RETRIES'),
    ...(hedgeAfterMs === undefined ? {} : { hedgeAfterMs }),
    recheckMs: of('RECHECK_MS'),
    closings: of('CLOSED'),
  };
}
