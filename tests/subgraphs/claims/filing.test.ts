import { openTestStore } from '../../harness/test-store';
import { filingSuite } from './filing.suite';

filingSuite('PGlite', openTestStore);
