import { openTestStore } from '../../../harness/test-store';
import { parseTrackingLimits } from '../../../../subgraphs/claims/tracking/limits';
import { trackingSuite } from './tracking.suite';

trackingSuite('PGlite', openTestStore);

it('limits of guessing that are none are refused with their line', () => {
  const text = 'version: 2026-11-22\nnumber: { free: 5, firstWait: 30, longest: 3600, forgotten: 24 }\n';
  expect(() =>
    parseTrackingLimits(`${text}caller: { free: 0, firstWait: 30, longest: 3600, forgotten: 24 }`),
  ).toThrow(/^tracking\.yaml:3: caller\.free: /);
});
