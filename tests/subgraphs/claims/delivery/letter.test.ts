import { openTestStore } from '../../../harness/test-store';
import { letterSuite } from './letter.suite';

letterSuite('PGlite', openTestStore);
