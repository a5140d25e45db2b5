import { openTestStore } from '../../harness/test-store';
import { operationStoreSuite } from './store.suite';

operationStoreSuite('the embedded store', openTestStore);
