import type { AccessRecord } from '../../../schema/audit/record';

/** What pseudonyms are made with here. */
export const SECRET = 'pseudonyms of the tests, 32 characters';

/** A pseudonym as it looks, of nobody. */
export const pseudonym = (name: string): string =>
  Buffer.from(name.padEnd(16, '.').slice(0, 16)).toString('base64url');

/** A record of a handler who read one customer. */
export function accessRecord(changes: Partial<AccessRecord> = {}): AccessRecord {
  return {
    kind: 'access',
    at: '2026-11-20T09:30:05.120Z',
    requestId: 'a3f1c5e2-5b0f-4c9e-9a53-0c6b9d1f7e21',
    actor: pseudonym('adviser'),
    token: pseudonym('token'),
    client: 'adviser-desk',
    roles: ['handler_l1'],
    purpose: 'complaint_handling',
    legalBases: ['contract'],
    operation: { type: 'query', name: 'Claim', hash: 'ab'.repeat(32) },
    accesses: [
      {
        subjects: [pseudonym('customer')],
        decisions: [
          { category: 'user.financial.bank_account', decision: 'MASK', rule: 'R-IBAN-HANDLER', count: 1 },
          { category: 'user.name', decision: 'ALLOW', rule: 'R-NAME-HANDLER', count: 2 },
        ],
      },
    ],
    differences: 0,
    sources: ['account-ledger', 'customer-file'],
    policy: '2026.11.1',
    status: 200,
    errors: [],
    ...changes,
  };
}
