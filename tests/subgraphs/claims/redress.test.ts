import { parseRedressRules } from '../../../subgraphs/claims/redress/rules';
import { openTestStore } from '../../harness/pglite-template';
import { redressSuite } from './redress.suite';

redressSuite('PGlite', openTestStore);

describe('the limits of redress', () => {
  const rules = (limit: string): string => `version: "1"
types: { REFUND_FEE: { order: REFUND }, REFUND_OPERATION: { order: REFUND }, INTEREST: { order: REFUND },
  COMPENSATION: { order: REFUND }, GOODWILL: { order: GOODWILL } }
limits: { COMPLAINTS_OFFICER: ${limit} }
states: [IN_PROGRESS]`;

  it.each([
    ['{ alone: 10.00, second: 5.00 }', 'alone is at most second'],
    ['{ alone: 0.00, second: 10000.01 }', 'more than one order pays'],
    ['{ alone: -1.00, second: 5.00 }', 'alone'],
  ])('%s are refused', (limit, because) => {
    expect(() => parseRedressRules(rules(limit))).toThrow(because);
  });
});
