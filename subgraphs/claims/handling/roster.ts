import { BadUserInput, HubError } from '../../../schema/kernel/errors';
import type { MeteredSession } from '../../shared/metered-store';

/** Whether somebody is away on a day ($3) — `s` is the member of staff. */
const AWAY =
  'exists (select 1 from claims.absence a where a.staff_number = s.staff_number and $3::date between a.starts_on and a.ends_on)';

/** Of the claim `c`: who works in its team, at its level, for its branch. */
const ABLE = `s.level = c.level and c.queue = any(s.queues) and (s.level <> 'ADVISER' or s.branch = c.branch)`;

/** Open claims on somebody's desk; what is answered or waits for the mediator is not work. */
const LOAD = `(select count(*) from claims.claim o where o.handled_by = s.staff_number and o.closed_at is null
  and o.status not in ('DRAFT', 'ANSWERED', 'AT_MEDIATOR'))`;

/**
 * Who should have a claim: of those of its team who are there, whoever has the least on their desk.
 *
 * @param asked staff number of whom it is to be given to; `null`: nobody in particular.
 * @param today in Paris, `2026-01-15`.
 * @throws {BadUserInput} they are away, or not of the claim's team.
 * @throws {HubError} `INVALID_STATE`: nobody of the team is there.
 */
export async function chooseHandler(
  session: MeteredSession,
  seq: string,
  asked: string | null,
  today: string,
): Promise<string> {
  const [found] = await session.query<{ staff_number: string }>(
    1,
    `select s.staff_number from claims.staff s join claims.claim c on c.seq = $1::bigint
      where ($2::text is null or s.staff_number = $2) and ${ABLE} and not ${AWAY}
      order by ${LOAD}, s.staff_number limit 1`,
    [seq, asked, today],
  );
  if (found) return found.staff_number;
  if (asked !== null) {
    throw new BadUserInput('staffNumber', 'somebody of the claim’s team who is there is expected.');
  }
  throw new HubError('INVALID_STATE', 'Nobody of the claim’s team is there.');
}

/** @throws {BadUserInput} nobody of that number handles claims. */
export async function keepAbsence(
  session: MeteredSession,
  staffNumber: string,
  from: string,
  to: string,
): Promise<void> {
  const [known] = await session.query(1, 'select 1 from claims.staff where staff_number = $1', [staffNumber]);
  if (!known) throw new BadUserInput('staffNumber', 'somebody who handles claims is expected.');
  await session.query(
    1,
    'insert into claims.absence (staff_number, starts_on, ends_on) values ($1, $2::date, $3::date)',
    [staffNumber, from, to],
  );
}
