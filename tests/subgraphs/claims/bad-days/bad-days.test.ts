import { openTestStore } from '../../../harness/pglite-template';
import { badDaysSuite } from './bad-days.suite';

badDaysSuite('PGlite', openTestStore);
