import { openTestStore } from '../../harness/pglite-template';
import { operationStoreSuite } from './store.suite';

operationStoreSuite('the embedded store', openTestStore);
