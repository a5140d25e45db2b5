import type { ImportedClaim } from '../../../subgraphs/claims';

/** A claim as an older tool would hand it over; customer 1, branch 00101, nobody handles it. */
export function importedClaim(n: number, changes: Partial<ImportedClaim> = {}): ImportedClaim {
  const filedAt = new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString();
  return {
    number: `RC-2026-${String(n).padStart(7, '0')}`,
    status: 'FILED',
    level: 'ADVISER',
    channel: 'ONLINE',
    product: 'CARD',
    motive: 'UNAUTHORISED_OPERATION',
    capacity: 'CUSTOMER',
    description: `Je conteste le paiement n° ${n}.`,
    disputedAmountCents: 1250,
    currency: 'EUR',
    sentAt: null,
    receivedAt: filedAt,
    filedAt,
    closedAt: null,
    outcome: null,
    priority: 1,
    queue: 'CARDS',
    branch: '00101',
    handledBy: null,
    customerNumber: '000000000001',
    accountNumber: '00000000001',
    operationReference: 'M000000000000001',
    language: 'FR',
    events: [{ at: filedAt, type: 'FILED', channel: 'ONLINE', actor: 'CUSTOMER', reason: null }],
    messages: [],
    ...changes,
  };
}
