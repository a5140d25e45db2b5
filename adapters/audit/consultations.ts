import { createPseudonymiser } from '../../schema/audit/pseudonyms';
import type { AccessRecord } from '../../schema/audit/record';
import { type Consultation, consultationOf } from '../../schema/audit/reports';
import type { ConsultationReader, Period } from '../../schema/ports/audit';
import type { SqlStore, StoreSession, StoreValue } from '../../schema/ports/store';
import { MIGRATIONS, OWNER } from './migrations';
import { foundBodies } from './rows';

/** Access records of a period, in order. @param condition on `$2`, which is `who`. */
export async function* accessRecords(
  query: StoreSession['query'],
  condition: string,
  who: readonly string[],
  { from, to }: Period,
): AsyncIterable<AccessRecord> {
  const values: StoreValue[] = [who, from.toISOString(), to.toISOString()];
  const text = `${condition} and at >= $3 and at < $4 and kind = 'access'`;
  for await (const body of foundBodies(query, text, values)) yield JSON.parse(body) as AccessRecord;
}

/** @param subjects all the pseudonyms of one person over the period. */
export async function readConsultations(
  query: StoreSession['query'],
  subjects: readonly string[],
  period: Period,
): Promise<Consultation[]> {
  const own = new Set(subjects);
  const found: Consultation[] = [];
  for await (const record of accessRecords(query, 'subjects && $2::text[]', subjects, period)) {
    const consultation = consultationOf(record, own);
    if (consultation) found.push(consultation);
  }
  return found;
}

/** @param secret `HUB_PSEUDONYM_SECRET`, by which people are found in the trail. */
export function createConsultations(open: () => Promise<SqlStore>, secret: string): ConsultationReader {
  const pseudonyms = createPseudonymiser(secret);
  let ready: Promise<SqlStore> | undefined;
  const prepared = async (): Promise<SqlStore> => {
    const store = await open();
    await store.migrate(OWNER, MIGRATIONS);
    return store;
  };
  return {
    async consultationsOf(customerNumber, period) {
      ready ??= prepared().catch((error: unknown) => {
        ready = undefined;
        throw error;
      });
      const { query } = await ready;
      const subjects = pseudonyms.during('subject', customerNumber, period.from, period.to);
      return readConsultations(query, subjects, period);
    },
  };
}
