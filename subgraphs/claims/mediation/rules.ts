import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { parse } from 'yaml';
import { z } from 'zod';
import { Channel, Outcome } from '../claim.enum';
import { DeadlineRuleName } from '../timeline.enum';

const fileShape = z.strictObject({
  version: z.string(),
  eligibility: z
    .array(
      z.strictObject({
        validFrom: z.iso.date().transform((text) => Temporal.PlainDate.from(text)),
        writtenChannels: z.array(z.enum(Channel)).min(1),
        withoutAnswer: z.array(z.enum(DeadlineRuleName)).min(1),
        heldBy: z.enum(DeadlineRuleName),
        unsatisfactory: z.array(z.enum(Outcome)).min(1),
      }),
    )
    .min(1),
});

/** When a claimant may go to the mediator, for claims received from a day on. */
export type MediationRule = z.infer<typeof fileShape>['eligibility'][number];

/** The entries of the data file, in the order in which they began to count. */
export type MediationRules = readonly MediationRule[];

/** @param text YAML. @throws {Error} not such a file; it says where. */
export const parseMediationRules = (text: string): MediationRules =>
  fileShape
    .parse(parse(text))
    .eligibility.toSorted((a, b) => Temporal.PlainDate.compare(a.validFrom, b.validFrom));

/** The rules that ship with the hub (`rules/mediation.yaml`). */
export const loadMediationRules = (): MediationRules =>
  parseMediationRules(readFileSync(join(__dirname, '..', 'rules', 'mediation.yaml'), 'utf8'));
