import { exportSuite } from './export.suite';

exportSuite('in one process', { mode: 'one process' });
exportSuite('distributed', { mode: 'distributed' });
