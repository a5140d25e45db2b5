import { openTestStore } from '../../harness/pglite-template';
import { surveysSuite } from './surveys.suite';

surveysSuite('PGlite', openTestStore);
