import { openTestStore } from '../../../harness/pglite-template';
import { deliverySuite } from './delivery.suite';

deliverySuite('PGlite', openTestStore);
