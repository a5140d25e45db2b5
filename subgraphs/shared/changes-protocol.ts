import { z } from 'zod';
import type { Mark } from '../../schema/ports/changes';

/** Where a subgraph's server says how far things have come, to the gateway. */
export const CHANGES_PATH = '/changes';

const question = z.strictObject({
  field: z.string().max(200),
  keys: z.array(z.string().max(300)).max(1_000),
});
const answer = z.strictObject({ marks: z.array(z.tuple([z.string(), z.int().min(0)])) });

/** What the gateway asks. */
export type ChangesQuestion = z.infer<typeof question>;

/** @returns `undefined` where a decoded body is no question. */
export const changesAskedIn = (body: unknown): ChangesQuestion | undefined => question.safeParse(body).data;

/** @returns what is answered. */
export const marksAnswer = (marks: ReadonlyMap<string, Mark>): z.infer<typeof answer> => ({
  marks: [...marks],
});

/** @returns `undefined` where a decoded body is no answer. */
export function marksIn(body: unknown): ReadonlyMap<string, Mark> | undefined {
  const { data } = answer.safeParse(body);
  return data && new Map(data.marks);
}
