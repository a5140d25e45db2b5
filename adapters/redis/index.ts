export { createRedisBus } from './bus';
