import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAnswerRules } from '../../../subgraphs/claims/answering/rules';
import {
  loadTemplates,
  parseTemplate,
  templateDifferences,
} from '../../../subgraphs/claims/answering/templates';
import { openTestStore } from '../../harness/pglite-template';
import { answeringSuite } from './answering.suite';

answeringSuite('PGlite', openTestStore);

const data = (...path: string[]): string =>
  readFileSync(join(__dirname, '../../../subgraphs/claims/answering', ...path), 'utf8');

describe('the words of answers', () => {
  it('are the same messages, variables and choices in all five languages', () => {
    expect(templateDifferences(Object.values(loadTemplates()))).toEqual([]);
  });

  it.each([
    ['GREETING', (text: string) => text.replace(/GREETING: .*/, "GREETING: 'Dear {name},'")],
    [
      'RECOURSE',
      (text: string) => text.replace('{level, select,\n      ADVISER', '{level, select,\n      BRANCH'),
    ],
    ['is of 2026-11-23', (text: string) => text.replace('version: 2026-11-22', 'version: 2026-11-23')],
  ])('are refused where one language differs: %s', (difference, change) => {
    const other = parseTemplate(change(data('templates', 'en.yaml')));
    const differences = templateDifferences([loadTemplates().FR, other]);
    expect(differences).toEqual([expect.stringContaining(difference)]);
  });

  it('are ICU MessageFormat', () => {
    const broken = data('templates', 'it.yaml').replace('{body}', '{body');
    expect(() => parseTemplate(broken)).toThrow('IT REASONS is not ICU MessageFormat');
  });
});

describe('the rules of answers', () => {
  it.each(['RECOURSE', 'MEDIATOR'])('cannot let a refusal leave without %s', (notice) => {
    const without = data('rules', 'answers.yaml').replace(
      new RegExp(`(notice: ${notice}\\n.*\\n    outcomes: )\\[.*\\]`),
      '$1[UPHELD, REJECTED]',
    );
    expect(() => parseAnswerRules(without)).toThrow(`PARTIALLY_UPHELD has to have ${notice}`);
  });
});
