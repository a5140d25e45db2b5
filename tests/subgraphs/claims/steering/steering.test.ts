import { parseKeyResults } from '../../../../subgraphs/claims/steering/okr';
import { openTestStore } from '../../../harness/test-store';
import { steeringSuite } from './steering.suite';

steeringSuite('PGlite', openTestStore);

describe('the key results file', () => {
  it('says on which line a mistake is', () => {
    const wrong =
      "version: 2026-11-22\nkeyResults:\n  - id: '1.1'\n    title: x\n    measure: MEAN_DAYS\n    times: 0.7\n";
    expect(() => parseKeyResults(wrong)).toThrow(/^okr\.yaml:\d+: .*baseline/);
  });
});
