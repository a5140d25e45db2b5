import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { minorUnitsFromText } from '../../../schema/kernel/money';
import { parseYamlData } from '../../shared/yaml-data';
import { ClaimantCapacity, Motive } from '../claim.enum';

const cents = z
  .string()
  .refine((text) => minorUnitsFromText(text) !== undefined, 'an amount such as "8.00" is expected')
  .transform((text) => minorUnitsFromText(text) ?? 0n);
const pattern = z.string().transform((text, { addIssue }) => {
  try {
    return new RegExp(text);
  } catch {
    addIssue({ code: 'custom', message: 'not a pattern' });
    return z.NEVER;
  }
});
const spelled = z.strictObject({ code: z.string().regex(/^[\dA-Z]{2}$/), label: pattern });
const days = z.int().min(1).max(400);

const common = {
  id: z.string().regex(/^F-[A-Z-]+$/, 'a name such as F-CHEQUE is expected'),
  mode: z.enum(['off', 'shadow', 'on']),
  legalReference: z.string().min(1),
  confirmed: z.enum(['no']).or(z.literal(false)).optional(),
  because: z.string().min(1),
};
const whoHolds = z.string().optional();

const rule = z.discriminatedUnion('proof', [
  z.strictObject({ ...common, proof: z.literal('CAP_EACH'), fee: z.string(), most: cents, whoHolds }),
  z.strictObject({
    ...common,
    proof: z.literal('CAP_MONTH'),
    fees: z.array(z.string()).min(1),
    most: cents,
    whoHolds,
  }),
  z.strictObject({
    ...common,
    proof: z.literal('CAP_FRAGILE'),
    fees: z.array(z.string()).min(1),
    incidents: z.int().min(2),
    months: z.int().min(1).max(6),
    most: cents,
  }),
  z.strictObject({
    ...common,
    proof: z.literal('CAP_BY_PAYMENT'),
    fee: z.string(),
    payment: z.string(),
    steps: z.array(z.strictObject({ upTo: cents.optional(), most: cents })).min(1),
    neverAbovePayment: z.boolean().default(false),
  }),
  z.strictObject({
    ...common,
    proof: z.literal('SAME_TWICE'),
    fees: z.array(z.string()).min(1),
    withinDays: days,
  }),
  z.strictObject({
    ...common,
    proof: z.literal('PAYMENT_AGAIN'),
    fee: z.string(),
    payment: z.string(),
    withinDays: days,
  }),
  z.strictObject({ ...common, proof: z.literal('AFTER_CLOSURE') }),
]);

const shape = z
  .strictObject({
    version: z.string(),
    claims: z.strictObject({
      motives: z.array(z.enum(Motive)).min(1),
      capacities: z.array(z.enum(ClaimantCapacity)).min(1),
      oldestDays: days,
      most: cents,
    }),
    again: z.strictObject({
      firstMinutes: z.int().min(1),
      mostMinutes: z.int().min(1),
      tries: z.int().min(1).max(1_000),
    }),
    fees: z.record(z.string(), spelled),
    payments: z.record(z.string(), spelled),
    givenBack: pattern,
    rules: z.array(rule).min(1),
  })
  .superRefine(({ fees, payments, rules }, { addIssue }) => {
    const known = (path: (string | number)[], name: string | undefined, names: object): void => {
      if (name === undefined || name in names) return;
      addIssue({ code: 'custom', path, message: `${name} is not among ${Object.keys(names).join(', ')}` });
    };
    const ids = new Set<string>();
    rules.forEach((each, at) => {
      if (ids.has(each.id)) addIssue({ code: 'custom', path: ['rules', at, 'id'], message: 'used twice' });
      ids.add(each.id);
      if ('fee' in each) known(['rules', at, 'fee'], each.fee, fees);
      if ('fees' in each) each.fees.forEach((fee, place) => known(['rules', at, 'fees', place], fee, fees));
      if ('payment' in each) known(['rules', at, 'payment'], each.payment, payments);
      if ('whoHolds' in each) known(['rules', at, 'whoHolds'], each.whoHolds, fees);
    });
  });

/** What decides claims about fees without a person. Amounts are cents. */
export type AutomationRules = z.infer<typeof shape>;
export type AutomationRule = AutomationRules['rules'][number];
/** A rule of one proof. */
export type RuleOf<Proof extends AutomationRule['proof']> = Extract<AutomationRule, { proof: Proof }>;

/** @throws {Error} naming file and line of every mistake. */
export const parseAutomationRules = (text: string, name = 'automation.yaml'): AutomationRules =>
  parseYamlData(name, text, shape);

/** The rules that ship with the hub. */
export const loadAutomationRules = (): AutomationRules =>
  parseAutomationRules(readFileSync(join(__dirname, '..', 'rules', 'automation.yaml'), 'utf8'));
