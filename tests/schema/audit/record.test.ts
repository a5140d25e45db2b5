import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { groupAccesses, operationNameForAudit } from '../../../schema/audit/accesses';
import { entryHash, GENESIS } from '../../../schema/audit/chain';
import { checkRecord } from '../../../schema/audit/check-record';
import { searchKeysOf } from '../../../schema/audit/search-keys';
import { canonicalJson, type Json } from '../../../schema/kernel/canonical-json';
import type { AccessGroup } from '../../../schema/audit/record';
import { accessRecord, pseudonym } from './records';

describe('an audit record', () => {
  it('is taken as it should be', () => {
    const record = accessRecord();
    expect(checkRecord(record)).toBe(record);
    for (const other of [
      { kind: 'gap', at: record.at, since: record.at, dropped: 3 },
      { kind: 'purge', at: record.at, before: record.at, upTo: 3 },
      { kind: 'process', at: record.at, process: 'one', event: 'START' },
    ]) {
      expect(checkRecord(other)).toBe(other);
    }
  });

  const decision = { category: 'user.name', decision: 'ALLOW', rule: 'R-1', count: 1 };
  it.each<[string, object]>([
    ['kind', { kind: 'view' }],
    ['kind', { kind: 'constructor' }],
    ['at', { at: '2026-11-20T09:30:05Z' }],
    ['requestId', { requestId: 'two words' }],
    ['actor', { actor: 'M123456' }],
    ['token', { token: '' }],
    ['client', { client: 'a\u0000b' }],
    ['roles', { roles: 'dpo' }],
    ['roles', { roles: [1] }],
    ['roles', { roles: Array.from({ length: 101 }, () => 'dpo') }],
    ['purpose', { purpose: 'x'.repeat(129) }],
    ['operation', { operation: null }],
    ['operation.type', { operation: { type: 'subscription', name: null, hash: null } }],
    ['operation.name', { operation: { type: 'query', name: 'a b', hash: null } }],
    ['operation.hash', { operation: { type: 'query', name: null, hash: 'AB'.repeat(32) } }],
    ['accesses', { accesses: [{ subjects: [], decisions: [], names: ['someone'] }] }],
    ['accesses.subjects', { accesses: [{ subjects: ['000000000001'], decisions: [] }] }],
    [
      'accesses.decisions.decision',
      { accesses: [{ subjects: [], decisions: [{ ...decision, decision: 'SHOW' }] }] },
    ],
    ['accesses.decisions.count', { accesses: [{ subjects: [], decisions: [{ ...decision, count: 1.5 }] }] }],
    ['accesses.decisions.count', { accesses: [{ subjects: [], decisions: [{ ...decision, count: -1 }] }] }],
    ['differences', { differences: '0' }],
    ['status', { status: undefined }],
    ['', { values: { iban: 'FR7630006000011234567890189' } }],
  ])('is refused where %s is not what it must be, without repeating it', (member, change) => {
    const refusal = (() => {
      try {
        return checkRecord({ ...accessRecord(), ...change });
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toMatchObject({ name: 'InvalidAuditRecord', member });
    expect(String(refusal)).not.toMatch(/FR76|M123456|someone|000000000001/);
  });

  it.each([null, undefined, 7, 'record', []])('is not %p', (value) => {
    expect(() => checkRecord(value)).toThrow('kind must be one that is known');
  });

  it('has the search keys that are asked for, and none where it tells of no person', () => {
    const [a, b] = [pseudonym('a'), pseudonym('b')];
    const record = accessRecord({
      accesses: [
        { subjects: [b], decisions: [] },
        { subjects: [a, b], decisions: [] },
      ],
    });
    expect(searchKeysOf(record)).toEqual({
      kind: 'access',
      at: record.at,
      actor: record.actor,
      token: record.token,
      subjects: [a, b],
    });
    expect(searchKeysOf({ kind: 'gap', at: record.at, since: record.at, dropped: 1 })).toEqual({
      kind: 'gap',
      at: record.at,
      actor: null,
      token: null,
      subjects: [],
    });
  });
});

describe('accesses', () => {
  const decision = fc.record({
    category: fc.constantFrom('user.name', 'user.contact.email'),
    decision: fc.constantFrom('DENY', 'ALLOW'),
    rule: fc.constantFrom('R-1', 'R-2'),
    count: fc.integer({ min: 1, max: 2 }),
  });
  const group: fc.Arbitrary<AccessGroup> = fc.record({
    subjects: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
    decisions: fc.array(decision, { maxLength: 3 }),
  });
  /** One entry per subject and decision; subject `null` where the group has none. */
  const flat = (groups: readonly AccessGroup[]) =>
    groups.flatMap(({ subjects, decisions }) =>
      (subjects.length === 0 ? [null] : subjects).flatMap((subject) =>
        decisions.map((each) => ({ subject, ...each })),
      ),
    );
  /** How many fields of each (subject, category, decision, rule). */
  const totals = (groups: readonly AccessGroup[]): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const { subject, category, decision, rule, count } of flat(groups)) {
      const key = [subject, category, decision, rule].join();
      sums[key] = (sums[key] ?? 0) + count;
    }
    return sums;
  };

  it('are grouped without adding or losing one, and alike whatever their order', () => {
    fc.assert(
      fc.property(
        fc
          .array(group)
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([found, shuffled]) => {
          const groups = groupAccesses(found);
          expect(totals(groups)).toEqual(totals(found));
          expect(flat(groups)).toHaveLength(Object.keys(totals(found)).length);
          expect(groupAccesses(shuffled)).toEqual(groups);
        },
      ),
    );
  });

  it('of two subjects who were treated differently stay apart', () => {
    const seen = { category: 'user.name', decision: 'ALLOW', rule: 'R-1', count: 1 } as const;
    const groups = groupAccesses([
      { subjects: ['a', 'b'], decisions: [seen] },
      { subjects: ['b'], decisions: [{ ...seen, category: 'user.contact.email' }] },
    ]);
    expect(groups.map(({ subjects }) => subjects).sort()).toEqual([['a'], ['b']]);
  });

  it('of a hundred subjects who were treated alike are one group', () => {
    const seen = { category: 'user.name', decision: 'ALLOW', rule: 'R-1', count: 2 } as const;
    const found = Array.from({ length: 100 }, (_, index) => ({
      subjects: [pseudonym(`subject ${index}`)],
      decisions: [seen],
    }));
    expect(groupAccesses(found)).toMatchObject([{ subjects: { length: 100 }, decisions: [{ count: 2 }] }]);
  });
});

describe("an operation's name", () => {
  it.each([
    ['ClaimWithAccount', 'ClaimWithAccount'],
    ['Top5', 'Top5'],
    ['iban_FR7630006000011234567890189', null],
    ['Claims_000000000001', null],
    ['x'.repeat(65), null],
    [undefined, null],
  ])('%p is kept as %p', (name, kept) => {
    expect(operationNameForAudit(name)).toBe(kept);
  });
});

describe('the chain', () => {
  it('hashes the canonical JSON of number, predecessor and record, as anyone can', () => {
    const record = accessRecord();
    const body = canonicalJson(record as unknown as Json);
    const whole = canonicalJson({ seq: 7, prev: GENESIS, record: JSON.parse(body) as Json });
    expect(entryHash(7, GENESIS, body)).toBe(createHash('sha256').update(whole).digest('hex'));
  });

  it('gives another hash to another number, predecessor or record', () => {
    const hashes = [
      entryHash(0, GENESIS, '{}'),
      entryHash(1, GENESIS, '{}'),
      entryHash(0, 'f'.repeat(64), '{}'),
      entryHash(0, GENESIS, '{"a":1}'),
    ];
    expect(new Set(hashes).size).toBe(4);
  });
});

describe('canonical JSON (RFC 8785)', () => {
  it('writes the example of §3.2.2 as §3.2.3 has it', () => {
    const value = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    ) as Json;
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts members by their UTF-16 units, as §3.2.3 has it', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const value = Object.fromEntries(names.map((name) => [name, name]));
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object)).toEqual([
      '1',
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
    expect(canonicalJson(value)).toMatch(/^\{"\\r":.*,"1":/u);
  });
});
