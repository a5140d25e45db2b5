import { type Eraser, ErasureStatus } from '../../schema/ports/erasure';

/** Erases surveys, answers and comments: they rest on the bank's interest alone. */
export const surveyEraser: Eraser = {
  system: 'surveys',
  async erase(session, customerNumber) {
    const gone = await session.query<{ id: string }>(
      'delete from surveys.survey where customer_number = $1 returning id',
      [customerNumber],
    );
    if (gone.length === 0) return { status: ErasureStatus.NOTHING_HELD, reason: 'There was no survey.' };
    await session.query('delete from surveys.idempotency where result #>> $2 = any($1)', [
      gone.map(({ id }) => id),
      [],
    ]);
    return { status: ErasureStatus.DONE_AT_SOURCE, reason: 'Surveys, answers and comments are deleted.' };
  },
};
