import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Motive, Product } from '../../../../subgraphs/claims/claim.enum';
import { checkAnswers } from '../../../../subgraphs/claims/intake/answers';
import { Language } from '../../../../subgraphs/claims/intake/intake.enum';
import { loadIntake, parseIntake, questionsFor } from '../../../../subgraphs/claims/intake/tree';
import { testIds } from '../../shared/subgraph-bench';

const FILE = readFileSync(join(__dirname, '../../../../subgraphs/claims/intake/intake.yaml'), 'utf8');
const lineOf = (part: string): number => FILE.slice(0, FILE.indexOf(part)).split('\n').length;
const changed = (from: string, to: string): string => {
  expect(FILE).toContain(from);
  return FILE.replace(from, () => to);
};

describe('the file of the guided form', () => {
  it('asks something for every product and motive, and something of its own for every motive but the open ones', () => {
    const tree = loadIntake();
    for (const product of Object.values(Product)) {
      for (const motive of Object.values(Motive)) {
        const asked = questionsFor(tree, product, motive).map(({ id }) => id);
        expect(asked).toEqual(expect.arrayContaining(['saidBefore', 'saidOn', 'expects']));
        if (motive !== Motive.OTHER) expect(asked.length).toBeGreaterThan(3);
      }
    }
  });

  it('is refused with the line of a text that is missing in a language', () => {
    const text = changed('      DE: Um welche Buchung geht es?\n', '');
    expect(() => parseIntake(text)).toThrow(/^intake\.yaml:(\d+): questions\.0\.text\.DE: /);
  });

  it.each([
    ['a kind that does not exist', 'kind: DATE', 'kind: DAY', 'kind: DATE'],
    ['a choice without choices', 'kind: YES_NO', 'kind: CHOICE', 'kind: YES_NO'],
    ['an id that is taken', 'id: lossDate', 'id: cardLoss', 'id: lossDate'],
    ['a motive that the graph does not know', '[CARD_LOST]', '[CARD_EATEN]', '[CARD_LOST]'],
    [
      'a condition on a question that comes later',
      'question: cardInPossession',
      'question: expects',
      'when:',
    ],
    ['a condition on an answer that nobody can give', 'is: [NO]', 'is: [MAYBE]', 'is: [NO]'],
  ])('is refused with the line of %s', (_what, from, to, at) => {
    expect(() => parseIntake(changed(from, to))).toThrow(`intake.yaml:${lineOf(at)}: `);
  });

  it('is refused with the line where it is no YAML', () => {
    expect(() => parseIntake('version: 2026-11-22\nyes: [\n')).toThrow(/^intake\.yaml:\d+: /);
  });
});

describe('answers to the guided form', () => {
  const rules = {
    tree: loadIntake(),
    ids: testIds,
    language: Language.ES,
    now: new Date('2026-11-20T09:30:00Z'),
  };
  const check = (answers: Record<string, string>, motive = Motive.UNAUTHORISED_OPERATION) =>
    checkAnswers(
      Object.entries(answers).map(([question, value]) => ({ question, value })),
      Product.CARD,
      motive,
      rules,
    );
  const enough = { operationDate: '2026-11-20', cardInPossession: 'YES' };

  it('are kept in the order of the questions, references in place of keys', () => {
    const operation = testIds.seal('opr', 'M000000000000001');
    expect(
      check({ cardBlocked: 'YES', cardInPossession: 'NO', operation, operationDate: '2026-11-19' }),
    ).toEqual([
      {
        question: 'operation',
        kind: 'OPERATION',
        value: 'M000000000000001',
        asked: '¿De qué operación se trata?',
        said: null,
      },
      {
        question: 'operationDate',
        kind: 'DATE',
        value: '2026-11-19',
        asked: '¿En qué fecha tuvo lugar la operación?',
        said: '2026-11-19',
      },
      {
        question: 'cardInPossession',
        kind: 'YES_NO',
        value: 'NO',
        asked: '¿Sigue teniendo la tarjeta en su poder?',
        said: 'No',
      },
      {
        question: 'cardBlocked',
        kind: 'YES_NO',
        value: 'YES',
        asked: '¿Ha bloqueado la tarjeta?',
        said: 'Sí',
      },
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a required answer that is missing', { cardInPossession: 'YES' }, 'operationDate is required'],
    [
      'a required answer that an earlier answer asks for',
      { ...enough, cardInPossession: 'NO' },
      'cardBlocked is required',
    ],
    [
      'an answer that an earlier answer makes void',
      { ...enough, cardBlocked: 'YES' },
      'cardBlocked is not asked after the answers before it',
    ],
    [
      'a question of another motive',
      { ...enough, feeKind: 'OTHER' },
      'not asked for this product and motive',
    ],
    ['a question that nobody asks', { ...enough, nothing: 'x' }, 'not asked for this product and motive'],
    ['a yes that is none', { ...enough, cardInPossession: 'yes' }, 'cardInPossession: YES or NO is expected'],
    [
      'a choice that is none',
      { ...enough, expects: 'GOLD' },
      'expects: the code of one of its choices is expected',
    ],
    [
      'a day that is none',
      { ...enough, operationDate: '2026-02-29' },
      'operationDate: a day that is not in the future',
    ],
    [
      'a day of tomorrow',
      { ...enough, operationDate: '2026-11-21' },
      'operationDate: a day that is not in the future',
    ],
    [
      'a key of another kind',
      { ...enough, operation: testIds.seal('acc', '1') },
      'operation: the key of an operation',
    ],
  ])('are refused with %s', (_what, answers, message) => {
    expect(() => check(answers)).toThrow(message);
  });

  it('are refused where one question is answered twice', () => {
    const twice = ['YES', 'NO'].map((value) => ({ question: 'saidBefore', value }));
    expect(() => checkAnswers(twice, Product.OTHER, Motive.OTHER, rules)).toThrow('answered twice');
  });

  it.each(['0.00 EUR', '-1.00 EUR', '12,50 EUR', '12.5', 'EUR'])('take no amount like %s', (feeAmount) => {
    const fee = { feeKind: 'OTHER', feeDate: '2026-11-01', feeAmount };
    expect(() => check(fee, Motive.FEES_CONTESTED)).toThrow('feeAmount: an amount like 12.50 EUR');
  });

  it('count the day in Paris: 29 February and the last second of the day included', () => {
    const at = (now: string, day: string) =>
      checkAnswers(
        [
          { question: 'saidBefore', value: 'YES' },
          { question: 'saidOn', value: day },
        ],
        Product.OTHER,
        Motive.OTHER,
        {
          ...rules,
          now: new Date(now),
        },
      );
    expect(at('2028-02-29T22:59:59Z', '2028-02-29')).toHaveLength(2);
    expect(() => at('2028-02-29T22:59:59Z', '2028-03-01')).toThrow('not in the future');
    expect(at('2028-02-29T23:00:00Z', '2028-03-01')).toHaveLength(2);
  });
});
