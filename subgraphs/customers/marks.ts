import type { CustomerMarks } from '../../schema/ports/customer-marks';
import type { SoapCaller } from '../../schema/ports/soap';
import { askPersons } from './ask-persons';
import { customerNumber } from './customer.record';

/** Of a `personne`, nothing but who it is and whether they are fragile. */
const KEEP = ['numeroTiers', 'indicateurFragile'];

/** Marks as the customer file has them. @param timeoutMs for each call. */
export const createCustomerMarks = (soap: SoapCaller, timeoutMs: number): CustomerMarks => ({
  fragileAmong: askPersons(
    soap,
    timeoutMs,
    KEEP,
    (persons) =>
      new Set(
        persons
          .filter((each) => each.optional('indicateurFragile') === 'O')
          .map((each) => customerNumber(each)),
      ),
  ),
});
