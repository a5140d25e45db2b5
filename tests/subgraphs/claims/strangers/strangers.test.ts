import { openTestStore } from '../../../harness/test-store';
import { strangersSuite } from './strangers.suite';

strangersSuite('PGlite', openTestStore);
