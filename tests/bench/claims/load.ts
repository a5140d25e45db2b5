import type { SqlStore } from '../../../schema/ports/store';
import { NOUNS, SHOPS } from './words';

/** Events of every claim. */
export const EVENTS_PER_CLAIM = 10;
/** The day after the newest claim; the oldest is 24 months before it. */
export const LOADED_UNTIL = '2026-11-20T00:00:00Z';
/** Claims per statement. */
const CHUNK = 50_000;

/** Customers of a bank with so many claims. */
export const customersOf = (claims: number): number => Math.ceil(claims / 3);

/** The same draw for the same row, every time: 0 to `n` - 1, or from 0 to 1; small numbers come more often in `few`. */
const DRAWS = `create schema bench;
create function bench.u(i bigint, seed int) returns float8 language sql immutable parallel safe as
  'select (hashint8extended(i, seed) & 1048575) / 1048576.0::float8';
create function bench.pick(i bigint, seed int, n int) returns int language sql immutable parallel safe as
  'select floor(bench.u(i, seed) * n)::int';
create function bench.few(i bigint, seed int, n int) returns int language sql immutable parallel safe as
  'select floor(power(bench.u(i, seed), 2.5) * n)::int';
create function bench.one(i bigint, seed int, list text) returns text language sql immutable parallel safe as
  $$ select split_part(list, ' ', 1 + bench.few(i, seed, array_length(string_to_array(list, ' '), 1))) $$;`;

const PRODUCTS = 'CARD ACCOUNT TRANSFER PRICING DIRECT_DEBIT CREDIT CHEQUE SAVINGS INSURANCE OTHER';
const MOTIVES =
  'FEES_CONTESTED UNAUTHORISED_OPERATION SERVICE_QUALITY TRANSFER_DELAY DIRECT_DEBIT_CONTESTED CARD_REFUSED ACCOUNT_CLOSURE ' +
  'CREDIT_TERMS TRANSFER_ERROR INFORMATION_MISSING CARD_LOST CHEQUE_REJECTED SAVINGS_RATE OTHER DISCRIMINATION';
const CHANNELS = 'ONLINE MOBILE PHONE BRANCH EMAIL LETTER CHAT SOCIAL';
const QUEUES = 'CARDS PAYMENTS FEES GENERAL CREDIT SAVINGS';
const OPEN = 'IN_PROGRESS FILED ACKNOWLEDGED WAITING_CUSTOMER ANSWERED WAITING_THIRD_PARTY REOPENED';
const OUTCOMES = 'REJECTED UPHELD PARTIALLY_UPHELD NO_FAULT_GOODWILL';

const noun = (seed: number): string => `bench.one(i, ${seed}, w.nouns)`;

/** Older than its time, a claim is closed; younger, it is still worked on. $1 first, $2 last, $3 all, $4 customers, $5 words. */
const CLAIMS = `insert into claims.claim (number, status, level, channel, product, motive, capacity, description,
    disputed_minor, disputed_currency, received_at, filed_at, closed_at, outcome, priority, queue, branch, handled_by,
    customer_number, account_number, language, due_on)
  select 'RC-' || to_char(at, 'YYYY') || '-' || lpad(i::text, 9, '0'),
         case when closed then 'CLOSED' else bench.one(i, 1, '${OPEN}') end,
         case when bench.pick(i, 2, 10) = 0 then 'COMPLAINTS_SERVICE' else 'ADVISER' end,
         bench.one(i, 3, '${CHANNELS}'), bench.one(i, 4, '${PRODUCTS}'), bench.one(i, 5, '${MOTIVES}'), 'CUSTOMER',
         'Bonjour, je conteste : ' || ${noun(10)} || ', ' || ${noun(11)} || ' et ' || ${noun(12)} || ' chez magasin' ||
           bench.few(i, 13, ${SHOPS}) || ' le ' || to_char(at, 'DD/MM/YYYY') || '. Malgré ' || ${noun(14)} || ' et ' ||
           ${noun(15)} || ', personne ne répond au sujet de ' || ${noun(16)} || '. Je demande ' || bench.pick(i, 17, 900) ||
           ' euros, pour ' || ${noun(18)} || ' et ' || ${noun(19)} || '.',
         100 + bench.few(i, 20, 500000), 'EUR', at, at,
         case when closed then at + (1 + bench.pick(i, 21, 55)) * interval '1 day' end,
         case when closed then bench.one(i, 22, '${OUTCOMES}') end,
         bench.pick(i, 23, 101), bench.one(i, 24, '${QUEUES}'), lpad((customer % 200)::text, 5, '0'),
         case when bench.pick(i, 25, 5) > 0 then 'A' || lpad(((customer % 200) * 5 + bench.pick(i, 26, 5))::text, 6, '0') end,
         lpad(customer::text, 12, '0'), lpad(customer::text, 11, '0'), 'FR', at::date + 60
    from (select i, $5::text as nouns, floor(power(bench.u(i, 30), 1.5) * $4::int)::int as customer,
                 '${LOADED_UNTIL}'::timestamptz - interval '730 days' * (($3::bigint - i) / $3::float8) - interval '1 minute' as at
            from generate_series($1::bigint, $2::bigint) as i) w
   cross join lateral (select bench.u(i, 31) < (case when at < '${LOADED_UNTIL}'::timestamptz - interval '60 days'
                              then 0.995 else 0.4 end) as closed) s`;

const TYPES = [
  ...['FILED', 'ACKNOWLEDGED', 'ASSIGNED', 'STARTED', 'INFORMATION_REQUESTED', 'INFORMATION_RECEIVED'],
  ...['NOTE_ADDED', 'ESCALATED', 'ANSWERED', 'CLOSED'],
];

/** Minutes to the acknowledgement are few as a rule; the other steps follow in equal pieces. */
const EVENTS = `insert into claims.claim_event (claim_seq, at, type, channel, actor)
  select c.seq, case k when 1 then c.filed_at
                       when 2 then c.filed_at + bench.few(c.seq, 40, 14400) * interval '1 minute'
                       else c.filed_at + (k + bench.pick(c.seq, 41, 40)) * interval '1 day' end,
         ('{${TYPES.join()}}'::text[])[k], c.channel, case when k in (1, 6) then 'CUSTOMER' else 'ADVISER' end
    from claims.claim c cross join generate_series(1, ${EVENTS_PER_CLAIM}) as k
   where c.seq between $1::bigint and $2::bigint`;

const COPIES = `insert into claims.dated_copy (claim_seq, reference, filed_at, sha256, text)
  select seq, 'DC-' || number, filed_at, encode(sha256(number::bytea), 'hex'), 'Réclamation ' || number
    from claims.claim where seq between $1::bigint and $2::bigint`;

/** The cells of all the claims, as \`cellsOf\` makes them of each. */
const TALLY = `insert into claims.tally (dimension, month, key, measure, bucket, n)
  with facts as (
    select c.*, date_trunc('month', c.filed_at at time zone 'Europe/Paris')::date as filed,
           date_trunc('month', a.at at time zone 'Europe/Paris')::date as answered,
           (a.at at time zone 'Europe/Paris')::date - (c.received_at at time zone 'Europe/Paris')::date as days,
           ceil(extract(epoch from r.at - c.received_at) / 60)::int as minutes
      from claims.claim c
      join claims.claim_event a on a.claim_seq = c.seq and a.type = 'ANSWERED'
      join claims.claim_event r on r.claim_seq = c.seq and r.type = 'ACKNOWLEDGED'),
  measured as (
    select f.product, f.motive, f.channel, m.month, m.measure, m.bucket
      from facts f
     cross join lateral (values
       (filed, 'FILED', 0), (case when channel in ('ONLINE', 'MOBILE', 'CHAT') then filed end, 'ONLINE', 0),
       (case when channel = 'MOBILE' then filed end, 'MOBILE', 0),
       (filed, 'FIRST_REPLY', ceil(minutes / steps.step)::int * steps.step::int),
       (answered, 'ANSWERED', days), (case when days <= 60 then answered end, 'IN_TIME', 0),
       (case when outcome is not null then answered end, 'OUTCOME_' || outcome, 0)) as m(month, measure, bucket)
     where m.month is not null)
  select d.dimension, month, d.key, measure, bucket, count(*)
    from measured
   cross join lateral (values ('TOTAL', 'ALL'), ('PRODUCT', product), ('MOTIVE', motive), ('CHANNEL', channel)) as d(dimension, key)
   group by 1, 2, 3, 4, 5`.replace(
  'from facts f\n',
  'from facts f cross join lateral (select case when minutes <= 60 then 1.0 when minutes <= 1440 then 15.0 else 60.0 end as step) steps\n',
);

/** Rows are made in the database, set by set; its indexes are made once the rows are there. */
export async function loadClaims(
  store: SqlStore,
  claims: number,
  say: (line: string) => void,
): Promise<void> {
  await store.migrate('bench_load', [{ name: 'draws', sql: DRAWS }]);
  const tables = ['claim', 'claim_event', 'dated_copy'];
  for (const table of tables) await store.query(`alter table claims.${table} disable trigger user`);
  const indexes = await store.query<{ name: string; definition: string }>(
    `select i.indexname as name, i.indexdef as definition from pg_indexes i
      where i.schemaname = 'claims' and i.tablename = any($1)
        and not exists (select 1 from pg_constraint k where k.conname = i.indexname)`,
    [tables],
  );
  for (const { name } of indexes) await store.query(`drop index claims.${name}`);
  const words = NOUNS.join(' ');
  for (let first = 1; first <= claims; first += CHUNK) {
    const last = Math.min(first + CHUNK - 1, claims);
    await store.query(CLAIMS, [first, last, claims, customersOf(claims), words]);
    await store.query(EVENTS, [first, last]);
    await store.query(COPIES, [first, last]);
    say(`loaded ${last} of ${claims} claims`);
  }
  for (const { definition } of indexes) await store.query(definition);
  say(`made ${indexes.length} indexes`);
  await store.query(TALLY);
  for (const table of tables) await store.query(`alter table claims.${table} enable trigger user`);
  await store.query('drop schema bench cascade');
  await store.query('delete from claims.steering_due');
  await store.query('vacuum analyze');
  say('counted what steering reads, and analysed');
}
