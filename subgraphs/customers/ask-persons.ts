import type { OperationContext } from '../../schema/kernel/operation';
import type { SoapCaller } from '../../schema/ports/soap';
import { createAsk } from '../shared/soap-ask';
import type { SoapElement } from '../shared/soap-element';

/** Asks for persons on behalf of an operation. @param customerNumbers no more than the service answers at once. */
export type AskPersons<T> = (customerNumbers: readonly string[], operation: OperationContext) => Promise<T>;

/**
 * Asks the customer file (SOAP, `consulterPersonnes`) for one thing about persons, and receives nothing else.
 *
 * @param timeoutMs for each call.
 * @param keep elements of a `personne`.
 * @param read the persons that the file knows.
 */
export const askPersons =
  <T>(
    soap: SoapCaller,
    timeoutMs: number,
    keep: readonly string[],
    read: (persons: readonly SoapElement[]) => T,
  ): AskPersons<T> =>
  (customerNumbers, operation) =>
    createAsk(
      soap,
      operation,
      timeoutMs,
    )({
      operation: 'consulterPersonnes',
      body: { numeroTiers: customerNumbers },
      keys: customerNumbers.length,
      keep: keep.map((part) => `personne/${part}`),
      read: (answer) => read(answer.children('personne')),
    });
