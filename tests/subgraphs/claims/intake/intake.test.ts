import { openTestStore } from '../../../harness/pglite-template';
import { intakeSuite } from './intake.suite';

intakeSuite('PGlite', openTestStore);
