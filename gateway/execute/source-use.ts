import { z } from 'zod';
import type { SourceUse } from '../../schema/kernel/sources';

const amount = z.number().nonnegative();

const shape: z.ZodType<SourceUse> = z.object({
  ...{ calls: amount, keys: amount, ms: amount, errors: amount },
  queueMs: amount.exactOptional(),
  shared: amount.exactOptional(),
  state: z.enum(['CLOSED', 'OPEN', 'HALF_OPEN', 'CLOSED_FOR_NIGHT']).exactOptional(),
  asOf: z.iso.datetime().exactOptional(),
});

/** @returns what a subgraph of another process says that a source cost; `undefined` where it says something else. */
export const sourceUseIn = (value: unknown): SourceUse | undefined => shape.safeParse(value).data;
