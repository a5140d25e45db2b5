import type { ClaimAccounts } from '../../../schema/ports/claim-accounts';
import type { SqlStore } from '../../../schema/ports/store';

const ACCOUNTS = `select array_agg(distinct o.account_number) filter (where o.account_number is not null) as accounts
  from claims.claim c join claims.claim o on o.seq = c.seq or o.customer_number = c.customer_number
 where c.number = $1 group by c.seq`;

/**
 * Reads the claims' tables, and writes nothing.
 *
 * @param open our own store, in which the claims subgraph has made its tables; opened on first use.
 */
export const createClaimAccounts = (open: () => Promise<SqlStore>): ClaimAccounts => ({
  async accountsOf(claimNumber) {
    const store = await open();
    const [row] = await store.query<{ readonly accounts: readonly string[] | null }>(ACCOUNTS, [claimNumber]);
    return row && (row.accounts ?? []);
  },
});
