import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYamlData } from '../../shared/yaml-data';

const fileShape = z.strictObject({
  version: z.iso.date(),
  keptDays: z.int().min(1).max(365),
  most: z.int().min(1).max(100),
});

/** How drafts are kept (`drafts.yaml`). */
export type DraftRules = z.infer<typeof fileShape>;

/** The rules that ship with the hub. @throws {Error} every mistake with its line. */
export const loadDraftRules = (): DraftRules =>
  parseYamlData('drafts.yaml', readFileSync(join(__dirname, 'drafts.yaml'), 'utf8'), fileShape);
