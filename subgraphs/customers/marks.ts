import type { CustomerMarks } from '../../schema/ports/customer-marks';
import type { SoapCaller } from '../../schema/ports/soap';
import { createAsk } from '../shared/soap-ask';
import { customerNumber } from './customer.record';

/** Of a `personne`, nothing but who it is and whether they are fragile. */
const KEEP = ['numeroTiers', 'indicateurFragile'];

/** Marks as the customer file (SOAP, `consulterPersonnes`) has them. @param timeoutMs for each call. */
export const createCustomerMarks = (soap: SoapCaller, timeoutMs: number): CustomerMarks => ({
  fragileAmong: (customerNumbers, operation) =>
    createAsk(
      soap,
      operation,
      timeoutMs,
    )({
      operation: 'consulterPersonnes',
      body: { numeroTiers: customerNumbers },
      keys: customerNumbers.length,
      keep: KEEP.map((part) => `personne/${part}`),
      read: (answer) =>
        new Set(
          answer
            .children('personne')
            .filter((each) => each.optional('indicateurFragile') === 'O')
            .map((each) => customerNumber(each)),
        ),
    }),
});
