import type { SoapCaller } from '../../schema/ports/soap';
import type { PartyNames } from '../../schema/ports/names';
import type { SoapElement } from '../shared/soap-element';
import { askPersons } from './ask-persons';
import { customerNumber } from './customer.record';

/** Of a `personne`, nothing but who it is and what they are called. */
const KEEP = ['numeroTiers', 'physique/nom', 'physique/prenom', 'morale/raisonSociale'];

/** Names as the customer file spells them. @param timeoutMs for each call. */
export const createPartyNames = (soap: SoapCaller, timeoutMs: number): PartyNames => ({
  namesOf: askPersons(
    soap,
    timeoutMs,
    KEEP,
    (persons) => new Map(persons.map((each) => [customerNumber(each), namesIn(each)])),
  ),
});

function namesIn(personne: SoapElement): string[] {
  const physique = personne.child('physique');
  const morale = personne.child('morale');
  const texts = [physique?.optional('nom'), physique?.optional('prenom'), morale?.optional('raisonSociale')];
  return texts.filter((text) => typeof text === 'string');
}
