import { openTestStore } from '../../../harness/test-store';
import { deliverySuite } from './delivery.suite';

deliverySuite('PGlite', openTestStore);
