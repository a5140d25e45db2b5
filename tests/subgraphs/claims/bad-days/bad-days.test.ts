import { openTestStore } from '../../../harness/test-store';
import { badDaysSuite } from './bad-days.suite';

badDaysSuite('PGlite', openTestStore);
