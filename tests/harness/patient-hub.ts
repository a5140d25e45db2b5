import type { HubParts } from '../../gateway/main';

const SOURCES = ['CUSTOMERS_SOAP', 'DOCUMENTS_SOAP', 'PAYMENTS_SOAP', 'DB2'];

/**
 * What a process is told so that it gives up no source and no subgraph because the machine is busy. A test of such a limit
 * says its own. A subgraph has longer than a source, and an operation longer than a subgraph: the first limit that is met
 * says most.
 */
export const PATIENT_VARIABLES: Readonly<Record<string, string>> = {
  HUB_SUBGRAPH_TIMEOUT_MS: '90000',
  ...Object.fromEntries(
    SOURCES.flatMap((source) => [
      [`${source}_TIMEOUT_MS`, '60000'],
      [`${source}_QUEUE`, '10000'],
    ]),
  ),
};

/** The same for what a hub's own parts wait for. */
export const PATIENT_PARTS: HubParts = {
  deadlineMs: 150_000,
  patience: { keysMs: 60_000, auditMs: 60_000, readyMs: 60_000 },
};
