import type { MeteredStore } from '../../shared/metered-store';
import type { FiledRow } from './automate';
import type { AutomationRules } from './rules';
import { UNTOUCHED } from './untouched';

/** A claim that it is time to ask the rules about. */
export interface TakenRow extends FiledRow {
  readonly number: string;
  readonly filed_at: string;
}

/** When a claim of so many tries is asked about again, where `$1` is now; none after the last. */
const NEXT = (tries: string): string => `case when ${tries} < $3::int then
   $1::timestamptz + least($4::float8 * power(2, least(${tries} - 1, 16)), $5::float8) * interval '1 minute' end`;

const TAKE = `with due as (
    select c.seq from claims.claim c left join claims.automation_try t on t.claim_seq = c.seq
     where ${UNTOUCHED} and c.motive = any($6::text[]) and c.capacity = any($7::text[])
       and c.customer_number is not null and c.operation_reference is not null
       and case when t.claim_seq is null
             then c.handled_by is null and c.filed_at <= $1::timestamptz - $4::float8 * interval '1 minute'
             else t.next_at <= $1::timestamptz or t.rules_version <> $2 end
     order by c.seq limit $8 for no key update of c skip locked),
  noted as (
    insert into claims.automation_try as t (claim_seq, rules_version, tries, tried_at, next_at)
    select seq, $2, 1, $1::timestamptz, ${NEXT('1')} from due
    on conflict (claim_seq) do update set rules_version = $2, tried_at = $1::timestamptz, eligible = null,
      tries = case when t.rules_version = $2 then t.tries + 1 else 1 end,
      next_at = case when t.rules_version = $2 then ${NEXT('t.tries + 1')} else ${NEXT('1')} end)
  select c.seq, c.number, c.filed_at, c.motive, c.capacity, c.customer_number, c.operation_reference, c.disputed_minor, c.language
    from due join claims.claim c on c.seq = due.seq order by c.seq`;

const NOTE = `insert into claims.automation_try (claim_seq, rules_version, tries, tried_at, next_at)
  select $6::bigint, $2, 1, $1::timestamptz, greatest($7::timestamptz, ${NEXT('1')}) on conflict do nothing`;

/** What `TAKE` and `NOTE` have in common. */
const common = ({ version, again }: AutomationRules, now: Date): (string | number)[] => [
  ...[now.toISOString(), version, again.tries],
  ...[again.firstMinutes, again.mostMinutes],
];

/**
 * Takes claims that nobody has taken up and that the rules were not asked about, or in vain, or by other rules; and notes
 * that they are tried. Nobody else takes them before their next time.
 */
export const takeDue = (
  store: MeteredStore,
  rules: AutomationRules,
  most: number,
  now: Date,
): Promise<TakenRow[]> =>
  store.query<TakenRow>(most, TAKE, [
    ...common(rules, now),
    rules.claims.motives,
    rules.claims.capacities,
    most,
  ]);

/** Notes that the rules were asked in vain when the claim was filed. @param reopensAt when the ledger is known to open. */
export async function noteTry(
  store: MeteredStore,
  rules: AutomationRules,
  seq: string,
  reopensAt: string | null,
  now: Date,
): Promise<void> {
  await store.query(1, NOTE, [...common(rules, now), seq, reopensAt]);
}

/** The rules do not look at such claims: what is contested is no fee, or too old, or another's. */
export async function noteNotEligible(
  store: MeteredStore,
  { version }: AutomationRules,
  seqs: readonly string[],
  now: Date,
): Promise<void> {
  if (seqs.length === 0) return;
  await store.query(
    seqs.length,
    `insert into claims.automation_try (claim_seq, rules_version, tries, tried_at, eligible)
     select seq, $2, 1, $3::timestamptz, false from unnest($1::bigint[]) as seq
     on conflict (claim_seq) do update set next_at = null, eligible = false`,
    [seqs, version, now.toISOString()],
  );
}

/** The ledger was not asked: that was no try, and there is none before it opens. */
export async function noteClosed(
  store: MeteredStore,
  seqs: readonly string[],
  reopensAt: string | null,
  now: Date,
): Promise<void> {
  await store.query(
    seqs.length,
    `update claims.automation_try
        set tries = greatest(tries - 1, 0), next_at = greatest(coalesce(next_at, $3::timestamptz), $2::timestamptz)
      where claim_seq = any($1::bigint[])`,
    [seqs, reopensAt, now.toISOString()],
  );
}
