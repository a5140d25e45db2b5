import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ClaimLevel, ClaimStatus } from '../claim.enum';
import { Actor, ClaimEventType } from '../timeline.enum';

/** What a claim's state is before it exists. */
export const NONE = 'NONE';

const level = z.enum(ClaimLevel);

const fileShape = z.strictObject({
  version: z.string(),
  transitions: z.array(
    z.strictObject({
      event: z.enum(ClaimEventType),
      from: z.array(z.union([z.enum(ClaimStatus), z.literal(NONE)])).min(1),
      to: z.union([z.enum(ClaimStatus), z.literal('SAME')]),
      by: z.array(z.enum(Actor)).min(1),
      level: z.union([level, z.partialRecord(z.enum(Actor), level)]).optional(),
      reasons: z.array(z.string().regex(/^[A-Z][A-Z_]*$/)).optional(),
      needs: z.enum(['OUTCOME', 'TEXT', 'CLAIM']).optional(),
      effect: z.enum(['ENDS', 'REOPENS', 'TAKES', 'RELEASES']).optional(),
    }),
  ),
});

/** One row of the life cycle: what may happen, where, by whom, and what it changes. */
export type Transition = z.infer<typeof fileShape>['transitions'][number];

/** The life cycle of a claim, by event. */
export type LifeCycle = ReadonlyMap<ClaimEventType, Transition>;

/**
 * Reads the life cycle from its data file (`rules/lifecycle.yaml`).
 *
 * @throws {Error} the text is not such a file, or an event has no row or two; the message says where.
 */
export function parseLifeCycle(text: string): LifeCycle {
  const { transitions } = fileShape.parse(parse(text));
  const table = new Map(transitions.map((row) => [row.event, row]));
  if (table.size < transitions.length) throw new Error('lifecycle: an event has two rows');
  const missing = Object.values(ClaimEventType).filter((event) => !table.has(event));
  if (missing.length > 0) throw new Error(`lifecycle: no row for ${missing.join(', ')}`);
  return table;
}

/** The life cycle that ships with the hub. */
export const loadLifeCycle = (): LifeCycle =>
  parseLifeCycle(readFileSync(join(__dirname, '..', 'rules', 'lifecycle.yaml'), 'utf8'));
