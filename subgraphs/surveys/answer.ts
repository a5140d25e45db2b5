import { BadUserInput, HubError, NotFound } from '../../schema/kernel/errors';
import { checkFreeText } from '../shared/free-text';
import { once } from '../shared/idempotency';
import type { MeteredSession } from '../shared/metered-store';
import type { SurveysContext } from './context';
import { factsOf, statusAt, SURVEY_COURSE, type SurveyRow } from './survey.record';
import { type AnswerSurveyInput, SurveyStatus } from './survey.type';

/** The longest comment, in characters. */
export const COMMENT_MAX = 5_000;

const RANGES = { nps: [0, 10], csat: [1, 5], ces: [1, 7] } as const;

/** What is kept of an answer. */
export interface Answer {
  readonly nps: number | null;
  readonly csat: number | null;
  readonly ces: number | null;
  readonly comment: string | null;
}

/** @throws {BadUserInput} a score out of its range, no score at all, or a comment that cannot be kept. */
export function checkAnswer(input: AnswerSurveyInput): Answer {
  const score = (name: keyof typeof RANGES): number | null => {
    const value = input[name] ?? null;
    const [least, most] = RANGES[name];
    if (value !== null && (!Number.isInteger(value) || value < least || value > most)) {
      throw new BadUserInput(`input.${name}`, `a number from ${least} to ${most} is expected.`);
    }
    return value;
  };
  const answer = {
    nps: score('nps'),
    csat: score('csat'),
    ces: score('ces'),
    comment: input.comment ?? null,
  };
  if (answer.nps === null && answer.csat === null && answer.ces === null) {
    throw new BadUserInput('input', 'at least one score is expected.');
  }
  if (answer.comment !== null) checkFreeText('input.comment', answer.comment, COMMENT_MAX);
  return answer;
}

/**
 * Keeps an answer, once: a customer's own, or one that whoever runs the survey was told.
 *
 * @param id of the survey in the store.
 * @param key the client's; the same key and answer are accepted again.
 * @throws {NotFound} no such survey, not visible to the caller, or another customer's.
 * @throws {HubError} `INVALID_STATE`: answered already, or expired; `IDEMPOTENCY_KEY_REUSED`.
 */
export async function recordAnswer(
  id: string,
  answer: Answer,
  key: string,
  { store, operation, clock, admit }: SurveysContext,
): Promise<void> {
  const { caller } = operation;
  const now = clock.now();
  const request = {
    schema: 'surveys',
    subject: caller.subject,
    mutation: 'answerSurvey',
    key,
    input: { id, ...answer },
    now,
  } as const;
  const mayAnswer = async (row: SurveyRow): Promise<boolean> =>
    (caller.customerNumber === undefined || caller.customerNumber === row.customer_number) &&
    (await admit('Survey', factsOf(row))) !== undefined;
  await store.transaction((session) =>
    once(session, request, async () => {
      const row = await lockedSurvey(session, id);
      if (!row || !(await mayAnswer(row))) throw new NotFound('Survey');
      checkOpen(row, now);
      await session.query(
        1,
        `update surveys.survey set status = 'ANSWERED', answered_at = $2, nps = $3, csat = $4, ces = $5, comment = $6
          where id = $1`,
        [id, now.toISOString(), answer.nps, answer.csat, answer.ces, answer.comment],
      );
      return id;
    }),
  );
}

/** Locks the survey, so that of two answers at once the second finds it answered. */
async function lockedSurvey(session: MeteredSession, id: string): Promise<SurveyRow | undefined> {
  const [row] = await session.query<SurveyRow>(
    1,
    `select ${SURVEY_COURSE} from surveys.survey s where s.id = $1 for no key update`,
    [id],
  );
  return row;
}

function checkOpen(row: SurveyRow, now: Date): void {
  const status = statusAt(row, now);
  if (status !== SurveyStatus.INVITED) {
    throw new HubError('INVALID_STATE', `A survey that is ${status} cannot be answered.`, { status });
  }
}
