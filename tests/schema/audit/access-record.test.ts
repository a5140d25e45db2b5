import { accessRecordOf, type OperationFacts } from '../../../schema/audit/access-record';
import { checkRecord } from '../../../schema/audit/check-record';
import { createPseudonymiser } from '../../../schema/audit/pseudonyms';
import { SECRET } from './records';

const pseudonyms = createPseudonymiser(SECRET);
const at = new Date('2026-11-20T09:30:05.120Z');
const seen = { category: 'user.name', decision: 'ALLOW', rule: 'R-NAME', count: 1 } as const;

const facts: OperationFacts = {
  at,
  requestId: 'a3f1c5e2-5b0f-4c9e-9a53-0c6b9d1f7e21',
  caller: {
    subject: 'u-adviser',
    clientId: 'adviser-desk',
    roles: ['handler_l1'],
    purpose: 'complaint_handling',
  },
  tokenId: 'jti-1',
  operation: { type: 'query', name: 'Claim', hash: 'ab'.repeat(32) },
  accesses: [
    { subjects: ['000000000002', '000000000001'], decisions: [seen] },
    { subjects: ['000000000001'], decisions: [] },
    { subjects: [], decisions: [{ ...seen, decision: 'DENY' }] },
  ],
  legalBases: new Set(['legal_obligation', 'contract', 'contract']),
  sources: ['customer-file', 'account-ledger'],
  policy: '2026.11.1',
  status: 200,
  errors: ['NOT_FOUND', 'FIELD_ACCESS_DENIED', 'NOT_FOUND'],
};

describe('the record of an operation', () => {
  it('has people as pseudonyms and lists sorted', () => {
    const of = (number: string): string => pseudonyms.of('subject', number, at);
    expect(checkRecord(accessRecordOf(facts, pseudonyms))).toEqual({
      kind: 'access',
      at: '2026-11-20T09:30:05.120Z',
      requestId: facts.requestId,
      actor: pseudonyms.of('actor', 'u-adviser', at),
      token: pseudonyms.of('token', 'jti-1', at),
      client: 'adviser-desk',
      roles: ['handler_l1'],
      purpose: 'complaint_handling',
      legalBases: ['contract', 'legal_obligation'],
      operation: { type: 'query', name: 'Claim', hash: 'ab'.repeat(32) },
      accesses: [
        { subjects: [], decisions: [{ ...seen, decision: 'DENY' }] },
        { subjects: [of('000000000001'), of('000000000002')].sort(), decisions: [seen] },
      ],
      differences: 0,
      sources: ['account-ledger', 'customer-file'],
      policy: '2026.11.1',
      status: 200,
      errors: ['FIELD_ACCESS_DENIED', 'NOT_FOUND'],
    });
  });

  it('holds neither a customer number, nor an account name, nor the id of a token', () => {
    expect(JSON.stringify(accessRecordOf(facts, pseudonyms))).not.toMatch(/00000000000|u-adviser|jti-1/);
  });

  it('is taken whatever the issuer calls its clients and roles, and where there is no document', () => {
    const record = accessRecordOf(
      {
        ...facts,
        caller: {
          subject: 'é',
          clientId: `Bureau d'accueil\u0000${'x'.repeat(300)}`,
          roles: Array.from({ length: 300 }, (_, index) => `rôle ${index}`),
          purpose: '',
        },
        tokenId: undefined,
        operation: {},
        accesses: [],
      },
      pseudonyms,
    );
    expect(checkRecord(record)).toMatchObject({
      token: null,
      operation: { type: null, name: null, hash: null },
    });
    expect(record.client).toMatch(/^Bureau_d_accueil_x+$/);
  });
});
