import DataLoader from 'dataloader';
import { once } from '../../shared/idempotency';
import type { MeteredStore } from '../../shared/metered-store';
import type { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import type { NoteCheck } from './note-words';

/** The longest note, in characters. */
export const NOTE_MAX = 4_000;

/** A row of `claims.internal_note`. */
export interface NoteRow {
  readonly claim_seq: string;
  readonly at: string;
  readonly author: string;
  readonly text: string;
  readonly warnings: readonly string[];
}

/** Notes of claims, for one operation; batched. */
export type NotesSource = ReturnType<typeof createNotesSource>;

export function createNotesSource(store: MeteredStore, check: NoteCheck) {
  const loader = new DataLoader<string, NoteRow[]>(
    async (seqs) => {
      const rows = await store.query<NoteRow>(
        seqs.length,
        `select claim_seq, at, author, text, to_jsonb(warnings) as warnings from claims.internal_note
          where claim_seq = any($1::bigint[]) order by claim_seq, at, seq`,
        [seqs],
      );
      const found = Map.groupBy(rows, (row) => row.claim_seq);
      return seqs.map((seq) => found.get(seq) ?? []);
    },
    { cache: false },
  );
  return {
    check,
    /** Oldest first. @param seq of the claim. */
    of: (seq: string): Promise<NoteRow[]> => loader.load(seq),
  };
}

/**
 * Keeps a note about a claim, once per key.
 *
 * @param warnings kinds of words of which its author was warned.
 * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`.
 */
export async function keepNote(
  { seq }: Claim,
  text: string,
  warnings: readonly string[],
  key: string,
  { store, operation, clock }: ClaimsContext,
): Promise<void> {
  const now = clock.now();
  const { subject, staffNumber } = operation.caller;
  const input = { claim: seq, text };
  const request = { schema: 'claims', subject, mutation: 'addInternalNote', key, input, now } as const;
  await store.transaction((session) =>
    once(session, request, async () => {
      await session.query(
        1,
        `insert into claims.internal_note (claim_seq, at, author, text, warnings)
         values ($1::bigint, $2, $3, $4, $5::text[])`,
        [seq, now.toISOString(), staffNumber ?? subject, text, warnings],
      );
      return null;
    }),
  );
}
