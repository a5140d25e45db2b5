import type { Logger } from 'pino';
import { createConsultations } from '../../adapters/audit';
import type { Clock } from '../../schema/kernel/clock';
import { createIdSealer } from '../../schema/kernel/ids';
import type { Policy } from '../../schema/policy/types';
import type { ChangeBus } from '../../schema/ports/changes';
import type { SqlStore } from '../../schema/ports/store';
import { createClaimAccounts } from '../../subgraphs/claims/redress/claim-accounts';
import { createClaimRelations } from '../../subgraphs/claims/relations';
import { erasers } from '../../subgraphs/erasers';
import { createClaimLetters } from '../../subgraphs/documents/letters/claim-letters';
import { createClaimPayments } from '../../subgraphs/payments/claim-payments';
import { createStandings } from '../../subgraphs/privacy/standing.reader';
import { protectSchema } from '../../subgraphs/shared/access/protect';
import { createPseudonyms } from '../../subgraphs/shared/access/pseudonym';
import { createLatePorts } from '../../subgraphs/shared/late-ports';
import { createOperationSigner } from '../../subgraphs/shared/operation-token';
import type { NextPolicy } from '../../subgraphs/shared/next-policy';
import { serveSubgraph } from '../../subgraphs/shared/session';
import type { HubConfig } from '../config';
import type { Transports } from '../execute/fetch';
import { createHttpTransport } from '../execute/http';
import { createInFlight } from '../execute/in-flight';
import { createLocalTransport } from '../execute/local';
import { subgraphUrls } from '../execute/subgraph-urls';

/** What subgraphs of this process are handed. */
interface TransportDeps {
  readonly supergraph: string;
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

/** How each subgraph of the supergraph is reached. @throws {Error} one of them cannot be. */
export async function createTransports(
  { subgraphs }: HubConfig,
  { supergraph, policy, pseudonymSecret, next, changeBus, clock, log, store }: TransportDeps,
): Promise<Transports> {
  const places = subgraphUrls(supergraph);
  if (subgraphs.kind === 'http') {
    const { urls, timeoutMs, sharesFetches, contextKey } = subgraphs;
    const inFlight = sharesFetches ? createInFlight<string>() : undefined;
    const sign = contextKey && createOperationSigner(contextKey, clock);
    return new Map(
      [...places].map(([name, url]) => [
        name,
        createHttpTransport({
          name,
          url: urls[name] ?? url,
          timeoutMs,
          ...(sign ? { sign } : {}),
          ...(inFlight ? { inFlight } : {}),
        }),
      ]),
    );
  }
  const missing = [...places.keys()].filter(
    (name) => !subgraphs.subgraphs.some(({ module }) => module.name === name),
  );
  if (missing.length > 0) {
    throw new Error(
      `The supergraph names subgraphs that are not here: ${missing.join(', ')}. Run "npm run contract".`,
    );
  }
  if (!policy || pseudonymSecret === undefined)
    throw new Error('The hub does not serve its own subgraphs without access rules.');
  const ids = createIdSealer(subgraphs.idSecret);
  const relations = createClaimRelations(store, clock);
  const payments = createClaimPayments(store);
  const claimAccounts = createClaimAccounts(store);
  const letters = createClaimLetters(store);
  const standings = createStandings(store, clock);
  const consultations = createConsultations(store, pseudonymSecret);
  const { evidence, marks, contacts, known } = createLatePorts();
  const created = await Promise.all(
    subgraphs.subgraphs.map(({ module, settings }) =>
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
    createLocalTransport(serveSubgraph(subgraph, protectSchema(subgraph.schema, rules), log, policy)),
  );
  return new Map(served.map((transport) => [transport.name, transport]));
}
