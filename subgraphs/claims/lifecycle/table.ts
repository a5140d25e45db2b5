import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DataProblem, parseYamlData } from '../../shared/yaml-data';
import { ClaimLevel, ClaimStatus } from '../claim.enum';
import { Actor, ClaimEventType } from '../timeline.enum';

const NAME = 'lifecycle.yaml';

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
 * @throws {Error} the text is not such a file, or an event has no row or two; every mistake with its line.
 */
export function parseLifeCycle(text: string): LifeCycle {
  const { transitions } = parseYamlData(NAME, text, fileShape, problemsOf);
  return new Map(transitions.map((row) => [row.event, row]));
}

function problemsOf({ transitions }: z.infer<typeof fileShape>): DataProblem[] {
  const events = transitions.map(({ event }) => event);
  const missing = Object.values(ClaimEventType).filter((event) => !events.includes(event));
  return [
    ...events.flatMap((event, index) =>
      events.indexOf(event) < index
        ? [{ path: ['transitions', index], message: `${event} has a row already` }]
        : [],
    ),
    ...(missing.length > 0 ? [{ path: ['transitions'], message: `no row for ${missing.join(', ')}` }] : []),
  ];
}

/** The life cycle that ships with the hub. */
export const loadLifeCycle = (): LifeCycle =>
  parseLifeCycle(readFileSync(join(__dirname, '..', 'rules', NAME), 'utf8'));
