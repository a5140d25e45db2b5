import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYamlData } from '../../shared/yaml-data';

const limit = z.strictObject({
  free: z.int().min(1),
  firstWait: z.int().min(1),
  longest: z.int().min(1),
  forgotten: z.int().min(1),
});

const fileShape = z.strictObject({ version: z.iso.date(), number: limit, caller: limit });

/** How wrong guesses of one kind are slowed down. */
export type TrackingLimit = z.infer<typeof limit>;

/** The data file (`tracking.yaml`), read and checked. */
export type TrackingLimits = z.infer<typeof fileShape>;

/** @throws {Error} the text is not such a file; every mistake with its line. */
export const parseTrackingLimits = (text: string): TrackingLimits =>
  parseYamlData('tracking.yaml', text, fileShape);

/** The limits that ship with the hub. */
export const loadTrackingLimits = (): TrackingLimits =>
  parseTrackingLimits(readFileSync(join(__dirname, 'tracking.yaml'), 'utf8'));

/** What is known of wrong guesses so far. */
export interface Guesses {
  readonly failures: number;
  readonly lastAt: Date;
}

/** @returns the wrong guesses that still count. */
export const countedAt = ({ failures, lastAt }: Guesses, { forgotten }: TrackingLimit, now: Date): number =>
  now.getTime() - lastAt.getTime() >= forgotten * 3_600_000 ? 0 : failures;

/** @returns when the next guess is looked at; `undefined`: at once. */
export function waitUntil(guesses: Guesses, limit: TrackingLimit, now: Date): Date | undefined {
  const beyond = countedAt(guesses, limit, now) - limit.free;
  if (beyond < 0) return undefined;
  const seconds = Math.min(limit.longest, limit.firstWait * 2 ** Math.min(beyond, 30));
  const until = new Date(guesses.lastAt.getTime() + seconds * 1_000);
  return until > now ? until : undefined;
}
