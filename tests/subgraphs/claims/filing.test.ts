import { openTestStore } from '../../harness/pglite-template';
import { filingSuite } from './filing.suite';

filingSuite('PGlite', openTestStore);
