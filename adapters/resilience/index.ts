export { createGuard, type Guard } from './guard';
export { guardSoap } from './soap';
export { guardSql } from './sql';
