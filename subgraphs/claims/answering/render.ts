import { createHash } from 'node:crypto';
import type { Money } from '../../../schema/kernel/money';
import type { ClaimLevel, Outcome } from '../claim.enum';
import { AnswerNotice } from './answer.enum';
import type { AnswerBlock, AnswerRules } from './rules';
import type { AnswerTemplate, MessageName } from './templates';

/** All that an answer is made of. */
export interface Letter {
  readonly number: string;
  readonly filedAt: Date;
  readonly level: ClaimLevel;
  readonly outcome: Outcome;
  /** What its author wrote: the reasons. */
  readonly body: string;
  readonly notices: readonly AnswerNotice[];
  /** Points without a settlement are left out: such an answer is not sent. */
  readonly points: readonly { readonly text: string; readonly settlement: string | null }[];
  /** What was granted. */
  readonly redress: readonly { readonly type: string; readonly amount: Money }[];
}

/** One part of an answer, in words. */
export interface RenderedBlock {
  readonly block: AnswerBlock;
  readonly text: string;
}

/**
 * Writes an answer. What people wrote is put in as it is, and never read as a template; the same letter gives the same
 * words on every day.
 */
export function renderAnswer(
  letter: Letter,
  { messages }: AnswerTemplate,
  { blocks, contacts }: Pick<AnswerRules, 'blocks' | 'contacts'>,
): RenderedBlock[] {
  const words = (name: MessageName, values: Record<string, string | number | Date> = {}): string =>
    String(messages[name].format(values));
  const settled = letter.points.filter(({ settlement }) => settlement !== null);
  const { number, filedAt: filedOn, outcome, level } = letter;
  const texts: Readonly<Record<AnswerBlock, () => string | undefined>> = {
    SUBJECT: () => words('SUBJECT', { number, filedOn }),
    GREETING: () => words('GREETING'),
    DECISION: () => words('DECISION', { outcome }),
    POINTS: () =>
      listed(words('POINTS', { count: settled.length }), settled, ({ text, settlement }, index) =>
        words('POINT', { index, point: text, settlement: settlement ?? '' }),
      ),
    REASONS: () => words('REASONS', { body: letter.body }),
    REDRESS: () =>
      listed(words('REDRESS', { count: letter.redress.length }), letter.redress, ({ type, amount }) =>
        words('REDRESS_ITEM', { type, amount: Number(amount.minorUnits) / 100 }),
      ),
    RECOURSE: () =>
      letter.notices.includes(AnswerNotice.RECOURSE)
        ? words('RECOURSE', { level, service: contacts.service })
        : undefined,
    MEDIATOR: () =>
      letter.notices.includes(AnswerNotice.MEDIATOR)
        ? words('MEDIATOR', { mediator: contacts.mediator, mediatorSite: contacts.mediatorSite })
        : undefined,
    CLOSING: () => words('CLOSING'),
  };
  return blocks.flatMap((block) => {
    const text = texts[block]();
    return text === undefined || text.trim() === '' ? [] : [{ block, text }];
  });
}

/** An answer as the claimant reads it. */
export const textOf = (blocks: readonly RenderedBlock[]): string =>
  blocks.map(({ text }) => text).join('\n\n');

/** @returns of a text's UTF-8 bytes, in hexadecimal. */
export const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

function listed<T>(
  heading: string,
  items: readonly T[],
  line: (item: T, index: number) => string,
): string | undefined {
  return items.length === 0
    ? undefined
    : [heading, ...items.map((item, index) => line(item, index + 1))].join('\n');
}
