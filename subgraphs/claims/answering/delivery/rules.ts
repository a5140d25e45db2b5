import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYamlData } from '../../../shared/yaml-data';
import { AnswerLanguage } from '../answer.enum';

const fileShape = z.strictObject({
  version: z.iso.date(),
  subjects: z.record(z.enum(AnswerLanguage), z.string().min(1).max(70)),
  firstPause: z.int().min(1),
  longestPause: z.int().min(1),
  giveUpAfterDays: z.int().min(1),
});

/** The data file (`delivery.yaml`), read and checked. */
export type DeliveryRules = z.infer<typeof fileShape>;

/** The rules that ship with the hub. @throws {Error} every mistake with its line. */
export const loadDeliveryRules = (): DeliveryRules =>
  parseYamlData(
    'delivery.yaml',
    readFileSync(join(__dirname, '..', '..', 'rules', 'delivery.yaml'), 'utf8'),
    fileShape,
  );

/** @param attempts so far. @returns how long it rests before the next, ms. @param random from 0 up to 1. */
export function pauseAfter(
  attempts: number,
  { firstPause, longestPause }: DeliveryRules,
  random: () => number,
): number {
  const minutes = Math.min(firstPause * 2 ** Math.min(Math.max(attempts - 1, 0), 20), longestPause);
  return minutes * 60_000 * (0.5 + random() / 2);
}

/** Whether it has been tried for as long as the rules say. */
export const isOver = (createdAt: Date, { giveUpAfterDays }: DeliveryRules, now: Date): boolean =>
  now.getTime() - createdAt.getTime() >= giveUpAfterDays * 86_400_000;
