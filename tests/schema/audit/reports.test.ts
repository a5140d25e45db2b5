import type { AccessGroup } from '../../../schema/audit/record';
import { consultationOf, subjectReadsOf } from '../../../schema/audit/reports';
import { accessRecord, pseudonym } from './records';

const [one, other] = [pseudonym('one'), pseudonym('other')];
const accesses: AccessGroup[] = [
  {
    subjects: [one],
    decisions: [
      { category: 'user.name', decision: 'ALLOW', rule: 'R-1', count: 2 },
      { category: 'user.contact.email', decision: 'MASK', rule: 'R-2', count: 1 },
      { category: 'user.government_id', decision: 'DENY', rule: 'R-3', count: 1 },
    ],
  },
  { subjects: [other], decisions: [{ category: 'user.name', decision: 'DENY', rule: 'R-1', count: 1 }] },
];

describe("a person's consultations", () => {
  it('are told with date, purpose, basis and kinds of data, and without whoever looked', () => {
    expect(consultationOf(accessRecord({ accesses }), new Set([one]))).toEqual({
      at: '2026-11-20T09:30:05.120Z',
      purpose: 'complaint_handling',
      legalBases: ['contract'],
      categories: ['user.contact.email', 'user.name'],
      recipient: 'bank',
    });
  });

  it('are none where everything was denied, or where others were read', () => {
    expect(consultationOf(accessRecord({ accesses }), new Set([other]))).toBeUndefined();
    expect(consultationOf(accessRecord({ accesses }), new Set([pseudonym('third')]))).toBeUndefined();
  });

  it.each([
    [['client_self'], 'self'],
    [['partner:survey'], 'partner:survey'],
    [['mediator'], 'mediator'],
    [['handler_l1', 'supervisor'], 'bank'],
  ])('by %p name the recipient %p', (roles, recipient) => {
    expect(consultationOf(accessRecord({ accesses, roles }), new Set([one]))).toMatchObject({ recipient });
  });
});

describe('what a token read', () => {
  it('is told by subject, from the first to the last time, with counts of what was shown', () => {
    const later = accessRecord({ accesses, at: '2026-11-20T10:00:00.000Z' });
    const first = accessRecord({ accesses, at: '2026-11-20T09:00:00.000Z' });
    expect(subjectReadsOf([later, first])).toEqual([
      {
        subject: one,
        firstAt: '2026-11-20T09:00:00.000Z',
        lastAt: '2026-11-20T10:00:00.000Z',
        fields: { 'user.contact.email': 2, 'user.name': 4 },
      },
    ]);
  });
});
