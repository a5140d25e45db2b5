import { openTestStore } from '../../../harness/pglite-template';
import { automationSuite } from './automation.suite';

automationSuite('PGlite', openTestStore);
