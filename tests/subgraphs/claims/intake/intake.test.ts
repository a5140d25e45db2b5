import { openTestStore } from '../../../harness/test-store';
import { intakeSuite } from './intake.suite';

intakeSuite('PGlite', openTestStore);
