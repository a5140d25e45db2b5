import { Temporal } from 'temporal-polyfill';
import { NotFound } from '../../../schema/kernel/errors';
import { type MeteredSession, type MeteredStore, plainSession } from '../../shared/metered-store';
import { parisDay } from '../../shared/paris-day';
import { overSpans, prospectSpans, type RetentionRules, retentionOf } from '../retention/rules';
import { type ClaimKey, deleteClaimsEverywhere } from '../retention/tables';
import { HELD, OVER } from '../retention/purge';

/** What somebody who is no customer shows of themselves: the number of one of their claims, and how they are reached. */
export interface Shown {
  readonly number: string;
  /** An e-mail address, or the lines of a postal one, as they were given with the claim. */
  readonly contact: string;
}

/** Letters that differ in case, and blanks, do not tell two people apart. */
const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

const POSTAL = `lower(array_to_string(array(select jsonb_array_elements_text(
  case jsonb_typeof(c.claimant -> 'address') when 'array' then c.claimant -> 'address' else '[]' end)), ' '))`;

/** The claim that was named, where its claimant is reached as it is said: nobody is found by how they are reached alone. */
const NAMED = `select c.claimant from claims.claim c
  where c.number = $1 and c.claimant is not null and (lower(c.claimant ->> 'email') = $2 or ${POSTAL} = $2)`;

/** Claims of the same person: reached by the same e-mail address, or of the same name at the same postal one. */
const THEIRS = `with named as (${NAMED})
  select c.seq, c.number from named n join claims.claim c
      on lower(c.claimant ->> 'email') = lower(n.claimant ->> 'email')
      or (lower(c.claimant ->> 'name') = lower(n.claimant ->> 'name') and c.claimant -> 'address' = n.claimant -> 'address'
          and jsonb_typeof(n.claimant -> 'address') = 'array')
   order by c.seq`;

/**
 * The claims that somebody made who is no customer, in their own name or in somebody else's.
 *
 * @throws {NotFound} there is no such claim, it is a customer's own, or its claimant is reached elsewhere: all look alike.
 */
export async function claimsOfStranger(
  session: MeteredSession | MeteredStore,
  { number, contact }: Shown,
): Promise<readonly ClaimKey[]> {
  const rows = await session.query<ClaimKey>(1, THEIRS, [number, plain(contact)]);
  if (rows.length === 0) throw new NotFound('ClaimantRecord');
  return rows;
}

/** What became of somebody's claims: told as it is, each claim either gone with all that hangs on it or kept. */
export type StrangerErasure = {
  readonly erased: number;
  readonly kept: number;
  /** Until when the last of them is kept, `YYYY-MM-DD`, where that is known. */
  readonly keptUntil: string | null;
  readonly reason: string;
};

/** Deletes what may go of somebody who is no customer, in the transaction of the session. @throws {NotFound} */
export async function eraseStranger(
  session: MeteredSession,
  shown: Shown,
  rules: RetentionRules,
  now: Date,
): Promise<StrangerErasure> {
  const theirs = await claimsOfStranger(session, shown);
  const [closed, wrote] = [overSpans(rules, now), prospectSpans(rules, now)];
  const seqs = theirs.map(({ seq }) => seq);
  const over = await session.query<ClaimKey>(
    1,
    `select c.seq, c.number from claims.claim c
      where ${OVER} and not ${HELD} and c.seq = any($6::bigint[]) order by c.seq for update of c`,
    [closed.since, closed.until, wrote.since, wrote.until, wrote.capacities, seqs],
  );
  if (over.length > 0) await deleteClaimsEverywhere(plainSession(session), over);
  const left = await session.query<{ closed_at: string | null; held: boolean }>(
    1,
    `select c.closed_at, ${HELD} as held from claims.claim c where c.seq = any($1::bigint[])`,
    [seqs],
  );
  return { erased: over.length, kept: left.length, ...whyKept(left, rules, now) };
}

function whyKept(
  left: readonly { readonly closed_at: string | null; readonly held: boolean }[],
  rules: RetentionRules,
  now: Date,
): Pick<StrangerErasure, 'keptUntil' | 'reason'> {
  if (left.length === 0)
    return { keptUntil: null, reason: 'Claims, messages, timelines and copies are deleted.' };
  if (left.some(({ held }) => held)) {
    return { keptUntil: null, reason: 'A claim is held for litigation or an inquiry (art. 17(3)(e) GDPR).' };
  }
  if (left.some((claim) => claim.closed_at === null)) {
    return {
      keptUntil: null,
      reason: 'A claim is not closed: it is kept to be answered (art. 17(3)(b) and (e) GDPR).',
    };
  }
  const days = left.flatMap((claim) => retentionOf(new Date(claim.closed_at ?? now), rules)?.purgeOn ?? []);
  const last = days.toSorted((a, b) => Temporal.PlainDate.compare(a, b)).at(-1);
  return {
    keptUntil: (last ?? parisDay(now)).toString(),
    reason: 'Claims are kept for their time after they are closed (art. 2224 C. civ., art. 17(3)(e) GDPR).',
  };
}
