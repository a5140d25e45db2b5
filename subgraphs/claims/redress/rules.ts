import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYamlData } from '../../shared/yaml-data';
import { StaffCapacity } from '../answering/answer.enum';
import { ClaimStatus } from '../claim.enum';
import { RedressType } from './redress.enum';

const NAME = 'redress.yaml';

/** The payment service takes no larger order, in cents: it would need a signature that it does not ask for. */
const ORDER_MAX_CENTS = 1_000_000n;

const euros = z
  .number()
  .min(0)
  .transform((amount) => BigInt(Math.round(amount * 100)))
  .refine((cents) => cents <= ORDER_MAX_CENTS, { error: 'more than one order pays' });

const fileShape = z.strictObject({
  version: z.string(),
  types: z.record(
    z.enum(RedressType),
    z.strictObject({ order: z.enum(['REFUND', 'GOODWILL']), once: z.boolean().default(false) }),
  ),
  limits: z.partialRecord(
    z.enum(StaffCapacity),
    z
      .strictObject({ alone: euros, second: euros })
      .refine(({ alone, second }) => alone <= second, { error: 'alone is at most second' }),
  ),
  states: z.array(z.enum(ClaimStatus)).min(1),
});

/** What may be paid for a claim, and who may decide on it; amounts in cents. */
export type RedressRules = z.infer<typeof fileShape>;

/** @throws {Error} the text is not such a file; every mistake with its line. */
export const parseRedressRules = (text: string): RedressRules => parseYamlData(NAME, text, fileShape);

/** The rules that ship with the hub. */
export const loadRedressRules = (): RedressRules =>
  parseRedressRules(readFileSync(join(__dirname, 'rules', NAME), 'utf8'));

/** The largest amount that anybody may approve, in cents. */
export const largest = ({ limits }: Pick<RedressRules, 'limits'>): bigint =>
  Object.values(limits).reduce((most, { second }) => (second > most ? second : most), 0n);

/**
 * @param total of all that the claim was granted, with this, in cents.
 * @param own whether the same person proposed it.
 * @returns whether somebody may approve it.
 */
export function mayApprove(
  { limits }: Pick<RedressRules, 'limits'>,
  capacity: StaffCapacity,
  total: bigint,
  own: boolean,
): boolean {
  const limit = limits[capacity];
  return limit !== undefined && total <= (own ? limit.alone : limit.second);
}
