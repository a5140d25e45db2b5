import { z } from 'zod';
import type { AccessGroup } from '../../schema/audit/record';
import { effects } from '../../schema/policy/types';

const groupsSchema = z.array(
  z.object({
    subjects: z.array(z.string()),
    decisions: z.array(
      z.object({
        category: z.string(),
        decision: z.enum(effects),
        rule: z.string(),
        count: z.int().nonnegative(),
      }),
    ),
  }),
);

/**
 * Reads what a subgraph decided out of its answer's `extensions`, where `access.counted` lists it.
 *
 * @returns nothing where an answer has none.
 */
export function accessesIn(extensions: unknown): readonly AccessGroup[] {
  const { access } = (extensions ?? {}) as { access?: { counted?: unknown } | null };
  const counted = groupsSchema.safeParse(access?.counted);
  return counted.success ? counted.data : [];
}
