import type { MeteredSession } from '../../shared/metered-store';
import type { ClaimsContext } from '../context';
import { AnswerLanguage, type AnswerNotice } from './answer.enum';
import type { CaseRow, DraftRow, PointRow, RedressRow } from './parts.record';
import { read } from './parts.source';
import { renderAnswer, type RenderedBlock } from './render';
import { requiredNotices, reviewRules } from './rules';

/** What an answer says and what it is to say it about. */
export interface AnswerCase {
  readonly facts: CaseRow;
  readonly points: readonly PointRow[];
  readonly redress: readonly RedressRow[];
}

/** What somebody writes of an answer; the rest follows from the claim. */
export type Written = Pick<DraftRow, 'outcome' | 'language' | 'body' | 'notices'>;

/** What may be said of an answer before it leaves. */
export interface Examined {
  readonly blocks: readonly RenderedBlock[];
  readonly templateVersion: string;
  /** Notices that the outcome asks for and the answer does not have. */
  readonly missing: readonly AnswerNotice[];
  /** Points that nothing is said about. */
  readonly open: readonly PointRow[];
  /** Whether something was proposed and nobody has decided yet. */
  readonly undecided: boolean;
  /** Rules that want a second person. */
  readonly review: readonly string[];
}

/** Reads a claim that is locked. */
export async function readCase(session: MeteredSession, seq: string): Promise<AnswerCase> {
  const [facts] = await read.cases(session, [seq]);
  if (!facts) throw new TypeError('a locked claim is there');
  return { facts, points: await read.points(session, [seq]), redress: await read.redress(session, [seq]) };
}

/** Renders an answer and looks at what it has: its notices are looked for among its parts, not in its words. */
export function examine(
  written: Written,
  { facts, points, redress }: AnswerCase,
  { answering }: Pick<ClaimsContext, 'answering'>,
): Examined {
  const { rules, templates } = answering;
  const template = templates[written.language];
  const granted = redress.filter(({ state }) => state === 'APPROVED');
  const letter = {
    ...written,
    ...{ number: facts.number, filedAt: new Date(facts.filed_at), level: facts.level, points },
    redress: granted.map(({ type, amount_minor: cents, currency }) => ({
      type,
      amount: { minorUnits: BigInt(cents), currency },
    })),
  };
  const blocks = renderAnswer(letter, template, rules);
  const has = (notice: AnswerNotice): boolean => blocks.some(({ block }) => block === notice);
  return {
    blocks,
    templateVersion: template.version,
    missing: requiredNotices(rules, written.outcome).filter((notice) => !has(notice)),
    open: points.filter(({ settlement }) => settlement === null),
    undecided: redress.some(({ state }) => state === 'PROPOSED'),
    review: reviewRules(rules, {
      ...{ outcome: written.outcome, motive: facts.motive, product: facts.product },
      disputed: BigInt(facts.disputed_minor ?? 0),
      redress: granted.reduce((sum, { amount_minor: cents }) => sum + BigInt(cents), 0n),
    }),
  };
}

/** @returns what somebody said, with what they left out as the claim and the rules have it. */
export function completed(
  said: {
    readonly outcome: DraftRow['outcome'];
    readonly body: string;
    readonly language?: AnswerLanguage | null;
    readonly notices?: readonly AnswerNotice[] | null;
  },
  { language }: Pick<CaseRow, 'language'>,
  { answering }: Pick<ClaimsContext, 'answering'>,
): Written {
  const own = Object.values(AnswerLanguage).find((each) => each === language);
  return {
    outcome: said.outcome,
    body: said.body,
    language: said.language ?? own ?? AnswerLanguage.FR,
    notices: [...new Set(said.notices ?? requiredNotices(answering.rules, said.outcome))].sort(),
  };
}
