import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import { parseYamlData } from '../../shared/yaml-data';
import { AnswerLanguage } from './answer.enum';
import { ANSWER_BLOCKS } from './rules';

/** The messages that every language has: one per part of an answer, and those of which lists are made. */
const MESSAGES = [...ANSWER_BLOCKS, 'POINT', 'REDRESS_ITEM'] as const;

/** A message of an answer's template. */
export type MessageName = (typeof MESSAGES)[number];

/** The words of answers in one language. */
export interface AnswerTemplate {
  readonly version: string;
  readonly language: AnswerLanguage;
  readonly messages: Readonly<Record<MessageName, IntlMessageFormat>>;
}

/** The words of answers, by language. */
export type AnswerTemplates = Readonly<Record<AnswerLanguage, AnswerTemplate>>;

/** How days and amounts are written: as in Europe. */
const LOCALES: Readonly<Record<AnswerLanguage, string>> = {
  FR: 'fr-FR',
  EN: 'en-GB',
  DE: 'de-DE',
  ES: 'es-ES',
  IT: 'it-IT',
};

/** Days are Paris days, in full. */
const FORMATS = {
  date: { day: { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/Paris' } },
} as const;

/** Messages are compiled as they are checked. */
const fileShape = z
  .strictObject({
    version: z.string(),
    language: z.enum(AnswerLanguage),
    messages: z.record(z.enum(MESSAGES), z.string().min(1)),
  })
  .transform(({ version, language, messages }, context): AnswerTemplate => {
    const compiled = Object.entries(messages).map(([name, message]) => {
      try {
        return [name, new IntlMessageFormat(message, LOCALES[language], FORMATS)];
      } catch {
        context.addIssue({ code: 'custom', path: ['messages', name], message: 'is not ICU MessageFormat' });
        return [name, z.NEVER];
      }
    });
    return { version, language, messages: Object.fromEntries(compiled) as AnswerTemplate['messages'] };
  });

/**
 * @param name of the file, for the messages.
 * @throws {Error} the text is not such a file, or a message is not ICU MessageFormat; every mistake with its line.
 */
export const parseTemplate = (name: string, text: string): AnswerTemplate =>
  parseYamlData(name, text, fileShape);

/** The words that ship with the hub. @throws {Error} a language says something else than French does. */
export function loadTemplates(): AnswerTemplates {
  const names = Object.values(AnswerLanguage).map((each) => `${each.toLowerCase()}.yaml`);
  const templates = names.map((name) =>
    parseTemplate(name, readFileSync(join(__dirname, 'templates', name), 'utf8')),
  );
  const differences = templateDifferences(templates);
  if (differences.length > 0) throw new Error(`templates: ${differences.join('; ')}`);
  return Object.fromEntries(templates.map((each) => [each.language, each])) as AnswerTemplates;
}

/** @returns where a language has another version, or a message other variables, than the first one. */
export function templateDifferences(templates: readonly AnswerTemplate[]): string[] {
  const [first, ...others] = templates;
  if (!first) return ['there are none'];
  return others.flatMap((each) => [
    ...(each.version === first.version
      ? []
      : [`${each.language} is of ${each.version}, ${first.language} of ${first.version}`]),
    ...MESSAGES.filter((name) => variablesOf(each, name) !== variablesOf(first, name)).map(
      (name) =>
        `${each.language} ${name} has ${variablesOf(each, name)}, ${first.language} ${variablesOf(first, name)}`,
    ),
  ]);
}

/** What `npm run rules -- templates` says. @throws {Error} languages differ. */
export function describeTemplates(): string {
  const templates = Object.values(loadTemplates());
  const [first] = templates;
  return `Answers, version ${first?.version ?? '-'}: ${MESSAGES.length} messages in ${templates
    .map(({ language }) => language)
    .join(', ')}, with the same variables and choices in all of them.`;
}

/** A message's variables, their kinds, and the words that they are told apart by: `level{ADVISER,other}`. */
const variablesOf = ({ messages }: AnswerTemplate, name: MessageName): string =>
  [...new Set(variables(messages[name].getAst()))].sort().join(' ') || 'none';

/** A node of a parsed message, as far as it is looked into. Types 0 and 7 are plain words and `#`. */
interface Node {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly unknown[] }>>;
}

const isWords = ({ type }: Node): boolean => type === 0 || type === 7;

function variables(nodes: readonly unknown[]): string[] {
  return (nodes as readonly Node[])
    .filter((node) => !isWords(node))
    .flatMap(({ type, value, options }) => {
      // Languages have plural forms of their own; what a text is told apart by is the same in all.
      const words = options && type === 5 ? `{${Object.keys(options).sort().join(',')}}` : '';
      const inside = Object.values(options ?? {}).flatMap((option) => variables(option.value));
      return [`${value ?? ''}:${type}${words}`, ...inside];
    });
}
