export { db2DriverMissing } from './missing';
export { createDb2Reader, type Db2ReaderOptions } from './reader';
