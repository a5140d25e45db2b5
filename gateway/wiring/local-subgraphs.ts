import type { Logger } from 'pino';
import { createConsultations } from '../../adapters/audit';
import type { Clock } from '../../schema/kernel/clock';
import { createIdSealer } from '../../schema/kernel/ids';
import type { Policy } from '../../schema/policy/types';
import type { ChangeBus } from '../../schema/ports/changes';
import type { SqlStore } from '../../schema/ports/store';
import { createClaimAccounts } from '../../subgraphs/claims/redress/claim-accounts';
import { createClaimRelations } from '../../subgraphs/claims/relations';
import { createClaimLetters } from '../../subgraphs/documents/letters/claim-letters';
import { erasers } from '../../subgraphs/erasers';
import { createClaimPayments } from '../../subgraphs/payments/claim-payments';
import { createStandings } from '../../subgraphs/privacy/standing.reader';
import { protectSchema } from '../../subgraphs/shared/access/protect';
import { createPseudonyms } from '../../subgraphs/shared/access/pseudonym';
import { createLatePorts } from '../../subgraphs/shared/late-ports';
import type { NextPolicy } from '../../subgraphs/shared/next-policy';
import { serveSubgraph } from '../../subgraphs/shared/session';
import type { SubgraphsConfig } from '../config';
import type { Transports } from '../execute/fetch';
import { createLocalTransport } from '../execute/local';

/** What subgraphs of this process are handed. */
interface LocalDeps {
  readonly policy: Policy | undefined;
  /** `HUB_PSEUDONYM_SECRET`. */
  readonly pseudonymSecret: string | undefined;
  /** Evaluated beside the rules in force. */
  readonly next: NextPolicy | undefined;
  /** Tells other processes of changes. */
  readonly changeBus?: ChangeBus | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: () => Promise<SqlStore>;
}

/** Makes the subgraphs of this process, behind the access rules. @throws {Error} there are no rules. */
export async function createLocalTransports(
  { subgraphs, idSecret, sharesFetches }: Extract<SubgraphsConfig, { readonly kind: 'local' }>,
  { policy, pseudonymSecret, next, changeBus, clock, log, store }: LocalDeps,
): Promise<Transports> {
  if (!policy || pseudonymSecret === undefined)
    throw new Error('The hub does not serve its own subgraphs without access rules.');
  const ids = createIdSealer(idSecret);
  const relations = createClaimRelations(store, clock);
  const payments = createClaimPayments(store);
  const claimAccounts = createClaimAccounts(store);
  const letters = createClaimLetters(store);
  const standings = createStandings(store, clock);
  const consultations = createConsultations(store, pseudonymSecret);
  const { evidence, marks, contacts, known } = createLatePorts();
  const created = await Promise.all(
    subgraphs.map(({ module, settings }) =>
      module.create(settings, {
        evidence,
        marks,
        contacts,
        ...(changeBus ? { changeBus } : {}),
        ...{ ids, clock, log, policy, store, relations },
        ...{ payments, claimAccounts, letters, erasers, consultations },
      }),
    ),
  );
  known(created);
  const names = created.find((subgraph) => subgraph.names)?.names;
  const rules = {
    ...{ policy, pseudonymise: createPseudonyms(pseudonymSecret), standings },
    ...(names ? { names } : {}),
    ...(next ? { beside: next.beside } : {}),
  };
  const served = created.map((subgraph) =>
    createLocalTransport(
      serveSubgraph(subgraph, protectSchema(subgraph.schema, rules), log, policy),
      sharesFetches,
    ),
  );
  return new Map(served.map((transport) => [transport.name, transport]));
}
