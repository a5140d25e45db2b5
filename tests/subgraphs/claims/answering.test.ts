import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnswerNotice } from '../../../subgraphs/claims/answering/answer.enum';
import { renderAnswer } from '../../../subgraphs/claims/answering/render';
import { loadAnswerRules, parseAnswerRules } from '../../../subgraphs/claims/answering/rules';
import {
  loadTemplates,
  parseTemplate,
  templateDifferences,
} from '../../../subgraphs/claims/answering/templates';
import { ClaimLevel, Outcome } from '../../../subgraphs/claims/claim.enum';
import { openTestStore } from '../../harness/test-store';
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
    const other = parseTemplate('en.yaml', change(data('templates', 'en.yaml')));
    const differences = templateDifferences([loadTemplates().FR, other]);
    expect(differences).toEqual([expect.stringContaining(difference)]);
  });

  it('are ICU MessageFormat', () => {
    const broken = data('templates', 'it.yaml').replace('{body}', '{body');
    expect(() => parseTemplate('it.yaml', broken)).toThrow(
      /^it\.yaml:\d+: messages\.REASONS: is not ICU MessageFormat$/,
    );
  });
});

describe('what people write in an answer', () => {
  const rules = loadAnswerRules();
  const templates = loadTemplates();
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  const notices = [AnswerNotice.MEDIATOR, AnswerNotice.RECOURSE];

  it('stands in it as it was written, and changes nothing else, in every language', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(templates)),
        fc.constantFrom(...Object.values(Outcome)),
        text,
        fc.array(fc.record({ text, settlement: text }), { minLength: 1, maxLength: 3 }),
        (template, outcome, body, points) => {
          const letter = {
            ...{
              number: 'RC-2026-0000001',
              filedAt: new Date('2026-02-28T23:59:59Z'),
              outcome,
              notices,
              points,
            },
            ...{ level: ClaimLevel.ADVISER, body: `>${body}`, redress: [] },
          };
          const blocks = renderAnswer(letter, template, rules);
          const plain = renderAnswer(
            { ...letter, body: 'x', points: [{ text: 'x', settlement: 'x' }] },
            template,
            rules,
          );
          const of = (all: typeof blocks, name: string) => all.find(({ block }) => block === name)?.text;
          expect(of(blocks, 'REASONS')).toBe(`>${body}`);
          for (const point of points) {
            expect(of(blocks, 'POINTS')).toContain(`${point.text} — ${point.settlement}`);
          }
          for (const name of ['SUBJECT', 'DECISION', 'RECOURSE', 'MEDIATOR', 'CLOSING']) {
            expect(of(blocks, name)).toBe(of(plain, name));
          }
        },
      ),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it('is dated by the day in Paris', () => {
    const letter = {
      number: 'RC-2026-0000001',
      filedAt: new Date('2026-02-28T23:30:00Z'),
      notices,
      points: [],
    };
    const rest = { outcome: Outcome.UPHELD, level: ClaimLevel.ADVISER, body: 'x', redress: [] };
    const days = Object.values(templates).map(
      (template) => renderAnswer({ ...letter, ...rest }, template, rules)[0]?.text,
    );
    expect(days).toEqual([
      'Votre réclamation RC-2026-0000001 du 1 mars 2026',
      'Your complaint RC-2026-0000001 of 1 March 2026',
      'Ihre Beschwerde RC-2026-0000001 vom 1. März 2026',
      'Su reclamación RC-2026-0000001 de 1 de marzo de 2026',
      'Il Suo reclamo RC-2026-0000001 del 1 marzo 2026',
    ]);
  });
});

describe('the rules of answers', () => {
  it.each(['RECOURSE', 'MEDIATOR'])('cannot let a refusal leave without %s', (notice) => {
    const without = data('rules', 'answers.yaml').replace(
      new RegExp(`(notice: ${notice}\\n.*\\n    outcomes: )\\[.*\\]`),
      '$1[UPHELD, REJECTED]',
    );
    expect(() => parseAnswerRules(without)).toThrow(
      new RegExp(`^answers\\.yaml:\\d+: notices: PARTIALLY_UPHELD has to have ${notice}$`),
    );
  });
});
