import { join } from 'node:path';
import type { SqlStore, StoreSession } from '../schema/ports/store';
import { importClaims } from '../subgraphs/claims/index';
import { readMigrations } from '../subgraphs/shared/migrations';
import { importSurveys } from '../subgraphs/surveys/index';
import { type Actor, readActors } from './oidc/actors';
import { readLines } from './soap/data';
import type { ClaimRecord, SurveyRecord } from './world/shapes';

const SUBGRAPHS = join(__dirname, '..', 'subgraphs');

/**
 * Brings our own store's tables up to date and loads the demo world's claims, surveys and mandates into it, all of them
 * or none, where there is no claim yet.
 *
 * @param dataDir a folder with `claims.ndjson`, `surveys.ndjson` and `actors.json`.
 * @returns how many were loaded; `undefined` where there were claims already.
 */
export async function loadDemoWorld(
  store: SqlStore,
  dataDir: string,
): Promise<{ claims: number; surveys: number } | undefined> {
  for (const owner of ['claims', 'surveys']) {
    await store.migrate(owner, readMigrations(join(SUBGRAPHS, owner, 'migrations')));
  }
  return store.transaction(async (session) => {
    const [found] = await session.query('select 1 from claims.claim limit 1');
    if (found) return undefined;
    const within = storeOf(store, session);
    await loadMandates(session, readActors(dataDir));
    const claims = await importClaims(within, readLines<ClaimRecord>(dataDir, 'claims.ndjson'));
    await loadStaff(session);
    return {
      claims,
      surveys: await importSurveys(within, readLines<SurveyRecord>(dataDir, 'surveys.ndjson')),
    };
  });
}

/** What customers let applications ask for. */
async function loadMandates(session: StoreSession, actors: readonly Actor[]): Promise<void> {
  for (const { clientId, mandates = [] } of actors) {
    for (const { customerNumber, claimNumber = null, from, until = null } of mandates) {
      await session.query(
        `insert into claims.mandate (client_id, customer_number, claim_number, starts_at, ends_at)
         values ($1, $2, $3, $4::timestamptz, $5::timestamptz)`,
        [clientId, customerNumber, claimNumber, from, until],
      );
    }
  }
}

/** Those who have handled claims of a team work in it; letters of staff numbers tell the complaints service from advisers. */
async function loadStaff(session: StoreSession): Promise<void> {
  await session.query(
    `insert into claims.staff (staff_number, level, branch, queues)
     select handled_by, case when handled_by like 'C%' then 'COMPLAINTS_SERVICE' else 'ADVISER' end,
       case when handled_by like 'C%' then null else min(branch) end, array_agg(distinct queue)
       from claims.claim where handled_by is not null group by handled_by`,
  );
}

/** The store as a transaction sees it: what asks for one of its own joins it. */
function storeOf(store: SqlStore, session: StoreSession): SqlStore {
  return {
    query: (text, values) => session.query(text, values),
    transaction: (work) => work(session),
    migrate: store.migrate,
    ping: store.ping,
    close: store.close,
  };
}
