import type { StoreSession } from '../../../schema/ports/store';

/** A table of which rows belong to one claim. */
export interface HangingTable {
  readonly table: `${string}.${string}`;
  /** The column that tells the claim: the store's own number of it, or the number that the claimant quotes. */
  readonly by: 'claim_seq' | 'claim_number' | 'subject';
}

/** What hangs on a claim in the claims' own schema; what refers to another row comes before it. */
const OWN: readonly HangingTable[] = [
  ...[
    ...[
      'answer_delivery',
      'sent_answer',
      'answer_step',
      'claim_answer',
      'claim_point',
      'redress',
      'automation_refund',
      'automation_try',
      'automation',
    ],
    ...[
      'routing',
      'clock_notice',
      'clock_watch',
      'holding_reply',
      'mediation',
      'legal_hold',
      'internal_note',
      'steered',
      'steering_due',
    ],
    ...['claim_event', 'claim_message', 'dated_copy'],
  ].map((name) => ({ table: `claims.${name}`, by: 'claim_seq' }) as const),
  { table: 'claims.mandate', by: 'claim_number' },
];

/** What other subgraphs keep of it in the same database, where they have made their tables. */
const OTHERS: readonly HangingTable[] = [
  { table: 'documents.outbox', by: 'subject' },
  { table: 'documents.letter', by: 'claim_number' },
  { table: 'documents.evidence', by: 'claim_number' },
  { table: 'surveys.survey', by: 'claim_number' },
  { table: 'payments.outbox', by: 'subject' },
];

/** All of it: a table that is made and not named here is found by a test. */
export const HANGING: readonly HangingTable[] = [...OWN, ...OTHERS];

/** A claim by both its numbers. */
export interface ClaimKey {
  readonly seq: string;
  readonly number: string;
}

/**
 * Deletes claims with all that the claims' own schema keeps of them. Part of the caller's transaction.
 *
 * @returns how many rows went, by table.
 */
export const deleteClaims = (
  session: StoreSession,
  claims: readonly ClaimKey[],
): Promise<Map<string, number>> => deleteFrom(session, claims, OWN);

/** As `deleteClaims`, with what other subgraphs keep of them in the same database. */
export const deleteClaimsEverywhere = (
  session: StoreSession,
  claims: readonly ClaimKey[],
): Promise<Map<string, number>> => deleteFrom(session, claims, HANGING);

async function deleteFrom(
  session: StoreSession,
  claims: readonly ClaimKey[],
  tables: readonly HangingTable[],
): Promise<Map<string, number>> {
  const keys = { seqs: claims.map(({ seq }) => seq), numbers: claims.map(({ number }) => number) };
  const gone = new Map<string, number>();
  await session.query(`select set_config('claims.erasing', 'on', true)`);
  // A message's key tells the message, which is not there to be found afterwards.
  await session.query(
    `delete from claims.idempotency i using claims.claim_message m
      where i.mutation = 'addClaimMessage' and i.result #>> $2 = m.seq::text and m.claim_seq = any($1::bigint[])`,
    [keys.seqs, []],
  );
  for (const { table, by } of tables) {
    if (!(await isMade(session, table))) continue;
    gone.set(table, await deleteRows(session, table, by, keys));
  }
  gone.set('claims.claim', await deleteRows(session, 'claims.claim', 'seq', keys));
  await session.query('delete from claims.idempotency where result #>> $2 = any($1)', [keys.numbers, []]);
  await session.query(`select set_config('claims.erasing', 'off', true)`);
  return gone;
}

async function isMade(session: StoreSession, table: string): Promise<boolean> {
  const [found] = await session.query<{ made: boolean }>('select to_regclass($1) is not null as made', [
    table,
  ]);
  return found?.made === true;
}

async function deleteRows(
  session: StoreSession,
  table: string,
  by: HangingTable['by'] | 'seq',
  { seqs, numbers }: { readonly seqs: readonly string[]; readonly numbers: readonly string[] },
): Promise<number> {
  const [condition, values] = by.endsWith('seq') ? ['any($1::bigint[])', seqs] : ['any($1)', numbers];
  const [row] = await session.query<{ count: number }>(
    `with gone as (delete from ${table} where ${by} = ${condition} returning 1) select count(*)::int as count from gone`,
    [values],
  );
  return row?.count ?? 0;
}
