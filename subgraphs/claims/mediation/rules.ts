import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { parseYamlData } from '../../shared/yaml-data';
import { Channel, Outcome } from '../claim.enum';
import { DeadlineRuleName } from '../timeline.enum';

const NAME = 'mediation.yaml';

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

/** @param text YAML. @throws {Error} not such a file; every mistake with its line. */
export const parseMediationRules = (text: string): MediationRules =>
  parseYamlData(NAME, text, fileShape).eligibility.toSorted((a, b) =>
    Temporal.PlainDate.compare(a.validFrom, b.validFrom),
  );

/** The rules that ship with the hub (`rules/mediation.yaml`). */
export const loadMediationRules = (): MediationRules =>
  parseMediationRules(readFileSync(join(__dirname, '..', 'rules', NAME), 'utf8'));
