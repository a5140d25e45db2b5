import { parsePolicy } from '../../schema/policy/load';
import { policyText } from './small-policy';

const KEEPING = `
keeping:
  - { id: K-ONE, source: customer-file, staleSeconds: 600, because: "It is closed every night." }
  - { id: K-TWO, source: code-tables, maxAgeSeconds: 60, because: "They change once a year." }
`;
const policyWith = (keeping: string) => parsePolicy(`${policyText({})}${keeping}`, 'small.yaml');

it('keeps nothing that the policy does not name', () => {
  expect(policyWith('').keeping.size).toBe(0);
});

it('says by source for how long an answer may be kept, in its place or in a failure’s', () => {
  expect(Object.fromEntries(policyWith(KEEPING).keeping)).toEqual({
    'customer-file': { maxAgeMs: 0, staleMs: 600_000 },
    'code-tables': { maxAgeMs: 60_000, staleMs: 0 },
  });
});

it.each([
  ['two rules for one source', KEEPING.replace('code-tables', 'customer-file'), /kept by two rules/],
  ['no reason', KEEPING.replace(/, because: "They[^"]*"/, ''), /because/],
  ['more than a day', KEEPING.replace('600', '86401'), /staleSeconds/],
  ['what it does not know', KEEPING.replace('maxAgeSeconds', 'maxAge'), /maxAge/],
])('refuses %s', (_what, text, problem) => {
  expect(() => policyWith(text)).toThrow(problem);
});
