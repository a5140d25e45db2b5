import { closingHours, faultTable } from './faults.suite';

describe('failures, distributed,', () => faultTable({ mode: 'distributed' }));
describe('closing hours, distributed,', () => closingHours({ mode: 'distributed' }));
