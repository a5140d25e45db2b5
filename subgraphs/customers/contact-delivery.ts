import { LegacyDataError, SourceInvalidData } from '../../schema/kernel/source-errors';
import { SoapBusinessError, type SoapCaller } from '../../schema/ports/soap';
import { Declined, type Delivery, type Trace } from '../shared/outbox/entry';
import { soapElement } from '../shared/soap-element';
import { CONTACT_PARTS, contactOf, type ContactSpelling, hasValues, isAsBefore } from './contact.record';
import type { ContactPayload } from './contact-payload';
import type { ContactDetail } from './customer.enum';
import { customerNumber } from './customer.record';
import { phoneSpelling } from './phone.record';

/** Of a change that is not made because the file says neither what it said before nor what it should say. */
export const CHANGED_MEANWHILE = 'CHANGED_MEANWHILE';

/** How the customer file is asked and told. */
export interface ContactFile extends Delivery<ContactPayload, readonly ContactDetail[]> {
  /**
   * Never answered from memory.
   *
   * @param number `numeroTiers`.
   * @throws {Declined} the file does not know the customer.
   */
  current(number: string, trace: Trace): Promise<ContactSpelling>;
}

/**
 * Has the customer file take a change of contact details (`modifierCoordonnees`), once.
 *
 * The file knows no references, and an answer that was lost says nothing: whether it has the change is told by what it
 * says (`consulterPersonnes`). It is only ever written over what stood there when the change was asked for.
 *
 * @param timeoutMs for each call. No client who hangs up ends one.
 */
export function createContactDelivery(soap: SoapCaller, timeoutMs: number): ContactFile {
  const call = <T>(
    { requestId, measure }: Trace,
    ask: Pick<Parameters<typeof soap.call<T>>[0], 'operation' | 'body' | 'parse' | 'keep'>,
  ) => measure(1, () => soap.call<T>({ ...ask, timeoutMs, requestId }));

  const current: ContactFile['current'] = (number, trace) =>
    call(trace, {
      operation: 'consulterPersonnes',
      body: { numeroTiers: [number] },
      keep: ['numeroInconnu', ...CONTACT_PARTS],
      parse(answer) {
        const told = soapElement(answer);
        const personne = told.children('personne').find((each) => customerNumber(each) === number);
        if (personne) return contactOf(personne);
        if (told.texts('numeroInconnu').includes(number)) return undefined;
        throw new LegacyDataError('personne', 'present');
      },
    }).then(
      (found) => {
        if (!found) throw new Declined('08/CLI0404');
        return found;
      },
      (error: unknown) => {
        throw error instanceof SoapBusinessError
          ? new SourceInvalidData(soap.source, { cause: error })
          : error;
      },
    );

  return {
    current,
    async find({ number, values, before, details }, _reference, trace) {
      const now = await current(number, trace);
      if (hasValues(now, values)) return details;
      if (isAsBefore(now, before, values)) return undefined;
      throw new Declined(CHANGED_MEANWHILE);
    },
    send: ({ number, values, details }, _reference, trace) =>
      call(trace, {
        operation: 'modifierCoordonnees',
        body: {
          numeroTiers: number,
          telephone: values.phone === undefined ? undefined : phoneSpelling(values.phone),
          courriel: values.email,
        },
        parse: () => details,
      }).catch((error: unknown) => {
        throw error instanceof SoapBusinessError ? new Declined(error.code, { cause: error }) : error;
      }),
    keep: (details) => [...details],
    remains: ({ details }) => ({ details }),
  };
}
