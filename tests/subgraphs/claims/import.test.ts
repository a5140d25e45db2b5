import { openTestStore } from '../../harness/pglite-template';
import { importSuite } from './import.suite';

importSuite('PGlite', openTestStore);
