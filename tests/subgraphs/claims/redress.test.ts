import { parseRedressRules } from '../../../subgraphs/claims/redress/rules';
import { openTestStore } from '../../harness/test-store';
import { redressSuite } from './redress.suite';

redressSuite('PGlite', openTestStore);

describe('the limits of redress', () => {
  const rules = (limit: string): string => `version: "1"
types: { REFUND_FEE: { order: REFUND }, REFUND_OPERATION: { order: REFUND }, INTEREST: { order: REFUND },
  COMPENSATION: { order: REFUND }, GOODWILL: { order: GOODWILL } }
limits: { COMPLAINTS_OFFICER: ${limit} }
states: [IN_PROGRESS]`;

  it.each([
    ['{ alone: 10.00, second: 5.00 }', 'redress.yaml:4: limits.COMPLAINTS_OFFICER: alone is at most second'],
    [
      '{ alone: 0.00, second: 10000.01 }',
      'redress.yaml:4: limits.COMPLAINTS_OFFICER.second: more than one order pays',
    ],
    ['{ alone: -1.00, second: 5.00 }', 'redress.yaml:4: limits.COMPLAINTS_OFFICER.alone'],
  ])('%s are refused', (limit, because) => {
    expect(() => parseRedressRules(rules(limit))).toThrow(because);
  });
});
