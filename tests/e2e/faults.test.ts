import { closingHours, faultTable } from './faults.suite';
import { slowness } from './slowness.suite';

describe('failures, in one process,', () => faultTable({ mode: 'one process' }));
describe('slowness, in one process,', () => slowness({ mode: 'one process' }));
describe('closing hours, in one process,', () => closingHours({ mode: 'one process' }));
