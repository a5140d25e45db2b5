import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { textFromMinorUnits } from '../../../schema/kernel/money';
import { parseYamlData } from '../../shared/yaml-data';

const NAME = 'automation-words.yaml';
const words = z.strictObject({
  FULL: z.string().includes('{amount}'),
  PART: z.string().includes('{amount}'),
});
const shape = z.strictObject({ version: z.string(), FR: words, EN: words, DE: words, ES: words, IT: words });

/** What claimants are told of a grant by rules, by language. */
export type AutomationWords = z.infer<typeof shape>;

/** @throws {Error} naming file and line of every mistake. */
export const loadAutomationWords = (): AutomationWords =>
  parseYamlData(NAME, readFileSync(join(__dirname, '..', 'rules', NAME), 'utf8'), shape);

/** @param language FR, EN, DE, ES or IT; French where it is not known. @param full all that was asked for is granted. */
export function grantText(
  all: AutomationWords,
  language: string | null,
  full: boolean,
  cents: bigint,
  law: string,
): string {
  const { FULL, PART } = language !== null && language in all ? (all[language as 'FR'] ?? all.FR) : all.FR;
  const amount = `${textFromMinorUnits(cents).replace('.', language === 'EN' ? '.' : ',')} €`;
  return (full ? FULL : PART).replace('{amount}', amount).replace('{law}', law);
}
