import { openTestStore } from '../../harness/test-store';
import { surveysSuite } from './surveys.suite';

surveysSuite('PGlite', openTestStore);
