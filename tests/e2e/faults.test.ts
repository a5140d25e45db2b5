import { closingHours, faultTable } from './faults.suite';

describe('failures, in one process,', () => faultTable({ mode: 'one process' }));
describe('closing hours, in one process,', () => closingHours({ mode: 'one process' }));
