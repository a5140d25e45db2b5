import { closingHours, faultTable } from './faults.suite';
import { slowness } from './slowness.suite';

describe('failures, distributed,', () => faultTable({ mode: 'distributed' }));
describe('slowness, distributed,', () => slowness({ mode: 'distributed' }));
describe('closing hours, distributed,', () => closingHours({ mode: 'distributed' }));
