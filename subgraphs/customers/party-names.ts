import type { SoapCaller } from '../../schema/ports/soap';
import type { PartyNames } from '../../schema/ports/names';
import { createAsk } from '../shared/soap-ask';
import type { SoapElement } from '../shared/soap-element';
import { customerNumber } from './customer.record';

/** Of a `personne`, nothing but who it is and what they are called. */
const KEEP = ['numeroTiers', 'physique/nom', 'physique/prenom', 'morale/raisonSociale'];

/** Names as the customer file (SOAP, `consulterPersonnes`) spells them. @param timeoutMs for each call. */
export const createPartyNames = (soap: SoapCaller, timeoutMs: number): PartyNames => ({
  namesOf: (customerNumbers, operation) =>
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
        new Map(answer.children('personne').map((each) => [customerNumber(each), namesIn(each)])),
    }),
});

function namesIn(personne: SoapElement): string[] {
  const physique = personne.child('physique');
  const morale = personne.child('morale');
  const texts = [physique?.optional('nom'), physique?.optional('prenom'), morale?.optional('raisonSociale')];
  return texts.filter((text) => typeof text === 'string');
}
