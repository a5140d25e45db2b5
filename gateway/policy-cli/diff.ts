import { type ExitCode, exitCodes } from '../command-line';
import type { Command, Run } from './command';
import { type Change, compare, type Direction } from './compare';
import { columns, heading, paragraph } from './layout';
import { compareTexts, type RuleChange } from './rule-texts';
import { currentSide, readSide, type Side, sideInWords } from './sides';
import { count } from './words';

/** What changed between two policies. */
export const diff: Command = {
  name: 'diff',
  summary: 'who gains and who loses what between two policies',
  help: `
Usage: npm run policy -- diff BEFORE [AFTER] [--fail-on-widening] [--json]

Compares two policies, each a file or a git revision (HEAD~1, main, a tag); AFTER is the policy in force unless said.
Of a revision, the contract counts too: a coordinate that became another kind of data changes who sees it. Every role,
purpose, kind of data and situation that the conditions tell apart is decided under both.

  widening   somebody sees or may do more, or sees it through another mask
  narrowing  somebody sees or may do less, and nobody more
  neutral    texts, reasons, legal bases

  --fail-on-widening  exit code 1 where anything widens`,
  options: { 'fail-on-widening': 'flag' },
  words: [1, 2],
  run,
};

const TITLES: Readonly<Record<Direction, string>> = {
  widening: 'WIDENING: somebody gains, or sees through another mask',
  narrowing: 'NARROWING: somebody loses',
  neutral: 'NEUTRAL: nobody gains or loses',
};

function run(given: Run): ExitCode {
  const { words, json, surroundings, flag } = given;
  const before = readSide(given, words[0] ?? '');
  const after = words[1] === undefined ? currentSide(given) : readSide(given, words[1]);
  const changes = compare(before, after);
  const rules = compareTexts(before.policy, after.policy);
  const widens = changes.some(({ direction }) => direction === 'widening');
  const about = ({ name, policy }: Side) => ({ source: name, name: policy.name, version: policy.version });
  surroundings.print(
    json
      ? `${JSON.stringify({ before: about(before), after: about(after), widens, changes, rules }, null, 2)}\n`
      : `${inWords(before, after, changes, rules)}\n`,
  );
  return widens && flag('fail-on-widening') ? exitCodes.finding : exitCodes.fine;
}

function inWords(
  before: Side,
  after: Side,
  changes: readonly Change[],
  rules: readonly RuleChange[],
): string {
  const title = heading(`${sideInWords(before)} → ${sideInWords(after)}`);
  if (changes.length === 0 && rules.length === 0) return `${title}\nNothing changed.`;
  const sameVersion =
    rules.length > 0 && before.policy.version === after.policy.version
      ? ['The version is the same in both: raise it.']
      : [];
  const summary = (['widening', 'narrowing'] as const)
    .map((direction) => `${changes.filter((each) => each.direction === direction).length} ${direction}`)
    .join(', ');
  return [
    title,
    paragraph(`${summary}; ${count(rules.length, 'text')} changed.`),
    ...sameVersion,
    ...(['widening', 'narrowing', 'neutral'] as const).flatMap((direction) => {
      const mine = changes.filter((each) => each.direction === direction);
      return mine.length === 0 ? [] : ['', TITLES[direction], columns(mine.map(changeRow), 2)];
    }),
    ...(rules.length === 0 ? [] : ['', 'RULES AND NAMES', columns(rules.map(ruleRow), 2)]),
  ].join('\n');
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;
const KINDS: Readonly<Record<Change['about'], string>> = {
  data: '',
  objects: 'objects: ',
  mutation: 'mutation ',
  scope: 'reading ',
  coordinate: '',
};

const changeRow = ({ direction, about, who, purpose, what, before, after }: Change): readonly string[] => [
  who,
  purpose ?? '',
  verbFor(direction, before, after),
  `${KINDS[about]}${what.join(', ')}`,
  before,
  `→ ${after}`,
];

function verbFor(direction: Direction, before: string, after: string): string {
  if (direction === 'neutral') return '';
  const withoutMask = (text: string): string => text.replace(/MASK \w+/g, 'MASK');
  if (withoutMask(before) === withoutMask(after)) return 'sees otherwise';
  return direction === 'widening' ? 'gains' : 'loses';
}

const ruleRow = ({ id, kind, texts }: RuleChange): readonly string[] => [SIGNS[kind], id, texts.join('; ')];
