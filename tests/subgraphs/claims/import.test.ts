import { openTestStore } from '../../harness/test-store';
import { importSuite } from './import.suite';

importSuite('PGlite', openTestStore);
