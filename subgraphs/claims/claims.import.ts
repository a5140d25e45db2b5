import type { SqlStore, StoreSession } from '../../schema/ports/store';
import {
  Channel,
  ClaimantCapacity,
  ClaimLevel,
  ClaimStatus,
  Motive,
  Outcome,
  Product,
  Queue,
} from './claim.enum';
import { datedCopyOf } from './dated-copy';
import { Language } from './intake/intake.enum';
import { Actor, ClaimEventType, MessageAuthor } from './timeline.enum';

/** One claim of an older tool, with its timeline and messages, oldest first. Instants are ISO 8601 in UTC. */
export interface ImportedClaim {
  /** `RC-2026-0001234`. */
  readonly number: string;
  readonly status: string;
  readonly level: string;
  readonly channel: string;
  readonly product: string;
  readonly motive: string;
  readonly capacity: string;
  readonly description: string;
  readonly disputedAmountCents: number | null;
  readonly currency: string;
  readonly sentAt: string | null;
  readonly receivedAt: string;
  readonly filedAt: string;
  readonly closedAt: string | null;
  readonly outcome: string | null;
  /** As older tools count: 1 the most, 5 the least. */
  readonly priority: number;
  readonly queue: string;
  readonly branch: string;
  readonly handledBy: string | null;
  readonly customerNumber: string;
  readonly accountNumber: string | null;
  readonly operationReference: string | null;
  readonly language: string;
  readonly events: readonly {
    readonly at: string;
    readonly type: string;
    readonly channel: string | null;
    readonly actor: string;
    readonly reason: string | null;
  }[];
  readonly messages: readonly {
    readonly at: string;
    readonly author: string;
    readonly channel: string;
    readonly text: string;
  }[];
}

/** What moves a claim from one level to another. */
const LEVEL_EVENTS: readonly string[] = ['ESCALATED', 'REOPENED', 'REFERRED_TO_MEDIATOR'];

/** Claims per transaction. */
const CHUNK = 250;

/**
 * Takes claims over from an older tool, oldest first. Claims whose number is already there are left as they are, so that
 * an import that was cut short can be run again.
 *
 * @returns how many were new.
 * @throws {RangeError} a word that the graph does not know, naming the claim's place in the list and the property.
 */
export async function importClaims(store: SqlStore, rows: readonly ImportedClaim[]): Promise<number> {
  rows.forEach(checkWords);
  const ordered = rows.toSorted((a, b) => Date.parse(a.filedAt) - Date.parse(b.filedAt));
  let count = 0;
  for (let from = 0; from < ordered.length; from += CHUNK) {
    const chunk = ordered.slice(from, from + CHUNK);
    count += await store.transaction((session) => importChunk(session, chunk));
  }
  return count;
}

async function importChunk(session: StoreSession, claims: readonly ImportedClaim[]): Promise<number> {
  const added = await session.query<{ number: string }>(
    `insert into claims.claim (number, status, level, channel, product, motive, capacity, description, disputed_minor,
       disputed_currency, sent_at, received_at, filed_at, closed_at, outcome, priority, queue, branch, handled_by,
       customer_number, account_number, operation_reference, language)
     select number, status, level, channel, product, motive, capacity, description, "disputedAmountCents",
       case when "disputedAmountCents" is not null then currency end, "sentAt", "receivedAt", "filedAt", "closedAt", outcome,
       (5 - least(greatest(priority, 1), 5)) * 25, queue, branch, "handledBy", "customerNumber", "accountNumber", "operationReference", language
       from rows from (jsonb_to_recordset($1::jsonb) as (number text, status text, level text, channel text, product text,
         motive text, capacity text, description text, "disputedAmountCents" bigint, currency text, "sentAt" timestamptz,
         "receivedAt" timestamptz, "filedAt" timestamptz, "closedAt" timestamptz, outcome text, priority smallint, queue text,
         branch text, "handledBy" text, "customerNumber" text, "accountNumber" text, "operationReference" text,
         language text)) with ordinality
      order by ordinality
     on conflict (number) do nothing returning number`,
    [JSON.stringify(claims.map(({ events: _events, messages: _messages, ...claim }) => claim))],
  );
  const isNew = new Set(added.map(({ number }) => number));
  const fresh = claims.filter(({ number }) => isNew.has(number));
  const parts = <Part>(of: (claim: ImportedClaim) => readonly Part[]): string =>
    JSON.stringify(fresh.flatMap((claim) => of(claim).map((part) => ({ number: claim.number, ...part }))));
  await session.query(
    `insert into claims.claim_event (claim_seq, at, type, channel, actor, reason, outcome, level)
     select c.seq, r.at, r.type, r.channel, r.actor, r.reason, r.outcome, r.level
       from rows from (jsonb_to_recordset($1::jsonb) as (number text, at timestamptz, type text, channel text, actor text,
         reason text, outcome text, level text)) with ordinality as r join claims.claim c on c.number = r.number order by r.ordinality`,
    [parts(completed)],
  );
  await session.query(
    `insert into claims.claim_message (claim_seq, at, author, channel, text)
     select c.seq, r.at, r.author, r.channel, r.text
       from rows from (jsonb_to_recordset($1::jsonb) as (number text, at timestamptz, author text, channel text,
         text text)) with ordinality as r join claims.claim c on c.number = r.number order by r.ordinality`,
    [parts(({ messages }) => messages)],
  );
  await session.query(
    `insert into claims.dated_copy (claim_seq, reference, filed_at, sha256, text)
     select c.seq, r.reference, r.at, r.sha256, r.text
       from jsonb_to_recordset($1::jsonb) as r(number text, reference text, at timestamptz, sha256 text, text text)
       join claims.claim c on c.number = r.number`,
    [parts((claim) => [{ at: claim.filedAt, ...copyOf(claim) }])],
  );
  await session.query(
    `select setval(claims.number_sequence(year), greatest(last, nextval(claims.number_sequence(year))))
       from jsonb_to_recordset($1::jsonb) as r(year int, last bigint)`,
    [JSON.stringify(lastNumbers(fresh))],
  );
  return fresh.length;
}

/**
 * A claim's events with what older tools keep on the claim alone: what was decided, on the last answer, and who had
 * the claim from the beginning, on the filing.
 */
function completed({ events, outcome, level }: ImportedClaim) {
  const answered = events.findLastIndex(({ type }) => type === 'ANSWERED');
  const moved = events.some(({ type }) => LEVEL_EVENTS.includes(type));
  return events.map((event, index) => ({
    ...event,
    outcome: index === answered ? outcome : null,
    level: event.type === 'FILED' && !moved ? level : null,
  }));
}

const copyOf = (claim: ImportedClaim) =>
  datedCopyOf(
    claim.number,
    {
      ...claim,
      channel: claim.channel as Channel,
      capacity: claim.capacity as ClaimantCapacity,
      product: claim.product as Product,
      motive: claim.motive as Motive,
      language: claim.language as Language,
      sentAt: claim.sentAt === null ? null : new Date(claim.sentAt),
      disputedAmount:
        claim.disputedAmountCents === null
          ? null
          : { minorUnits: BigInt(claim.disputedAmountCents), currency: claim.currency },
    },
    new Date(claim.receivedAt),
    new Date(claim.filedAt),
  );

/** The highest number of each year, so that new claims are numbered after it. */
function lastNumbers(claims: readonly ImportedClaim[]): { year: number; last: number }[] {
  const last = new Map<number, number>();
  for (const { number } of claims) {
    const [, year, count] = number.split('-').map(Number);
    if (year !== undefined && count !== undefined) last.set(year, Math.max(last.get(year) ?? 0, count));
  }
  return [...last].map(([year, count]) => ({ year, last: count }));
}

function checkWords(claim: ImportedClaim, index: number): void {
  const check = (property: string, value: string | null, words: object): void => {
    if (value === null || Object.values(words).includes(value)) return;
    throw new RangeError(`claims[${index}].${property} is not a word that the graph knows`);
  };
  check('status', claim.status, ClaimStatus);
  check('level', claim.level, ClaimLevel);
  check('channel', claim.channel, Channel);
  check('product', claim.product, Product);
  check('motive', claim.motive, Motive);
  check('capacity', claim.capacity, ClaimantCapacity);
  check('outcome', claim.outcome, Outcome);
  check('queue', claim.queue, Queue);
  check('language', claim.language, Language);
  for (const { type, channel, actor } of claim.events) {
    check('events.type', type, ClaimEventType);
    check('events.channel', channel, Channel);
    check('events.actor', actor, Actor);
  }
  for (const { author, channel } of claim.messages) {
    check('messages.author', author, MessageAuthor);
    check('messages.channel', channel, Channel);
  }
}
