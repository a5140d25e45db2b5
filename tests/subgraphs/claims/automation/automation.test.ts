import { openTestStore } from '../../../harness/test-store';
import { automationSuite } from './automation.suite';

automationSuite('PGlite', openTestStore);
