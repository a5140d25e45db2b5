import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import DataLoader from 'dataloader';
import { z } from 'zod';
import type { MeteredStore } from '../../shared/metered-store';
import { parseYamlData } from '../../shared/yaml-data';

const fileShape = z.strictObject({ version: z.iso.date(), windowDays: z.int().min(1).max(3_660) });

/** When two claims may be about the same matter (`repeated.yaml`). */
export type RepetitionRules = z.infer<typeof fileShape>;

/** The rules that ship with the hub. @throws {Error} every mistake with its line. */
export const loadRepetitionRules = (): RepetitionRules =>
  parseYamlData('repeated.yaml', readFileSync(join(__dirname, 'repeated.yaml'), 'utf8'), fileShape);

/** Finds claims that may be about the same matter, for one operation. */
export interface SimilarClaims {
  /** Numbers of the customer's other claims of the same matter, newest first; batched. @param seq of the claim. */
  of(seq: string): Promise<readonly string[]>;
}

const STATEMENT = `
  select k.seq, c.number
    from claims.claim k
    join claims.claim c on c.customer_number = k.customer_number and c.seq <> k.seq and c.status <> 'MERGED'
     and c.filed_at between k.filed_at - make_interval(days => $2::int) and k.filed_at + make_interval(days => $2::int)
     and (c.operation_reference = k.operation_reference
       or (c.motive = k.motive and c.account_number is not distinct from k.account_number
           and c.disputed_minor = k.disputed_minor and c.disputed_currency = k.disputed_currency))
   where k.seq = any($1::bigint[]) and k.status <> 'MERGED'
   order by k.seq, c.filed_at desc, c.seq desc`;

export function createSimilarClaims(store: MeteredStore, { windowDays }: RepetitionRules): SimilarClaims {
  const loader = new DataLoader<string, readonly string[]>(
    async (seqs) => {
      const rows = await store.query<{ seq: string; number: string }>(seqs.length, STATEMENT, [
        seqs,
        windowDays,
      ]);
      const groups = Map.groupBy(rows, ({ seq }) => seq);
      return seqs.map((seq) => (groups.get(seq) ?? []).map(({ number }) => number));
    },
    { cache: false },
  );
  return { of: (seq) => loader.load(seq) };
}
