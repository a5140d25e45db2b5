import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { minorUnitsFromText } from '../../../schema/kernel/money';
import { parseYamlData } from '../../shared/yaml-data';
import { Channel, ClaimantCapacity, ClaimLevel, ClaimStatus, Motive, Product, Queue } from '../claim.enum';

const oneOf = <T extends Readonly<Record<string, string>>>(words: T) =>
  z.array(z.enum(words)).min(1).optional();

const when = z.strictObject({
  motive: oneOf(Motive),
  product: oneOf(Product),
  capacity: oneOf(ClaimantCapacity),
  channel: oneOf(Channel),
  level: oneOf(ClaimLevel),
  status: oneOf(ClaimStatus),
  vulnerable: z
    .union([z.boolean(), z.literal('yes').transform(() => true), z.literal('no').transform(() => false)])
    .optional(),
  amountFrom: z
    .string()
    .refine((text) => minorUnitsFromText(text) !== undefined, 'an amount such as "150.00" is expected')
    .transform((text) => minorUnitsFromText(text) ?? 0n)
    .optional(),
  dueWithinDays: z.int().min(0).max(400).optional(),
});

/** What has to hold of a claim. */
export type Condition = z.infer<typeof when>;

const because = z.string().min(1);

const shape = z
  .strictObject({
    version: z.string(),
    queues: z
      .array(
        z.strictObject({
          id: z.string().regex(/^Q-[A-Z-]+$/, 'a name such as Q-CARDS is expected'),
          queue: z.enum(Queue),
          when: when.optional(),
          because,
        }),
      )
      .min(1),
    priority: z.strictObject({
      base: z.int().min(0).max(100),
      factors: z.array(
        z.strictObject({
          code: z.string().regex(/^[A-Z][A-Z_]*$/, 'a code is capitals and underlines'),
          criterion: z.enum([
            ...['SEVERITY', 'SAFETY', 'COMPLEXITY', 'IMPACT', 'IMMEDIATE_ACTION'],
            ...['VULNERABILITY', 'AMOUNT', 'TIME'],
          ] as [string, ...string[]]),
          points: z.int().min(1).max(100),
          when,
          because,
        }),
      ),
    }),
  })
  .superRefine(({ queues }, { addIssue }) => {
    const ids = new Set<string>();
    queues.forEach(({ id, when: condition }, at) => {
      const issue = (message: string): void => addIssue({ code: 'custom', path: ['queues', at], message });
      if (ids.has(id)) issue(`${id} is used twice`);
      ids.add(id);
      const last = at === queues.length - 1;
      if (last && condition) issue('the last one has to fit every claim: without `when`');
      if (!last && !condition) issue('fits every claim: those after it never count');
    });
  });

/** Which team a claim waits for, and how pressing it is. */
export type RoutingRules = z.infer<typeof shape>;

/** @throws {Error} naming file and line of every mistake. */
export const parseRoutingRules = (text: string, name = 'routing.yaml'): RoutingRules =>
  parseYamlData(name, text, shape);

/** The rules that ship with the hub. */
export const loadRoutingRules = (): RoutingRules =>
  parseRoutingRules(readFileSync(join(__dirname, '..', 'rules', 'routing.yaml'), 'utf8'));
