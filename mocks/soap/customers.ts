import { join } from 'node:path';
import type { CustomerRecord } from '../world/shapes';
import { readContract } from './contract';
import { readLines } from './data';
import { changeFirst, pageOf, Refusal, type SoapService } from './service';
import type { Answer } from './write';
import { textOf, textsOf } from './xml';

const WSDL = join(__dirname, '..', '..', 'subgraphs', 'customers', 'referentiel-clients.wsdl');

/** COBOL's `OCCURS 20`: no answer holds more persons. */
const OCCURRENCES = 20;

/** Référentiel clients: JAX-WS in front of a mainframe, names in upper case, 20 occurrences at most. */
export function createCustomerFile(dataDir: string): SoapService {
  const people = new Map(
    readLines<CustomerRecord>(dataDir, 'customers.ndjson').map((person) => [person.numeroTiers, person]),
  );
  const byName = [...people.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));

  return {
    path: '/soap/referentiel-clients',
    contract: readContract(WSDL),
    spelling: { prefix: 'ns2', encoding: 'UTF-8' },
    spoil: (answer) => changeFirst(answer, 'personne', (person) => ({ ...person, langue: 'ZZ' })),
    operations: {
      consulterPersonnes: {
        keys: ['numeroTiers'],
        answer(request) {
          const asked = [...new Set(textsOf(request, 'numeroTiers'))];
          const found = asked.map((number) => people.get(number)).filter((person) => person !== undefined);
          const unknown = asked.filter((number) => !people.has(number));
          const warning = { codeRetour: '04', libelleRetour: 'NUMERO INCONNU' };
          return {
            ...(unknown.length > 0 ? warning : {}),
            personne: found.map(toPersonne),
            numeroInconnu: unknown,
          };
        },
      },
      rechercherPersonne: {
        keys: [],
        nothing: { indicateurSuite: 'N' },
        answer(request) {
          const nom = textOf(request, 'nom') ?? '';
          if (nom.trim().length < 2) throw new Refusal('08', 'CLI0410', 'CRITERE TROP COURT');
          const prenom = textOf(request, 'prenom') ?? '';
          const birth = textOf(request, 'dateNaissance') ?? '';
          const matches = byName.filter(
            (person) =>
              (person.nom ?? person.raisonSociale ?? '').startsWith(nom) &&
              (person.prenom ?? '').startsWith(prenom) &&
              (birth === '' || person.dateNaissance === birth),
          );
          if (matches.length === 0) throw new Refusal('04', 'CLI0404', 'AUCUNE PERSONNE TROUVEE');
          const after = textOf(request, 'cleRepositionnement');
          const { page, next } = pageOf(matches, (person) => person.numeroTiers, OCCURRENCES, after);
          return {
            personne: page.map(toPersonne),
            indicateurSuite: next === undefined ? 'N' : 'O',
            cleRepositionnement: next,
          };
        },
      },
      modifierCoordonnees: {
        keys: ['numeroTiers'],
        answer(request) {
          const person = people.get(textOf(request, 'numeroTiers') ?? '');
          if (!person) throw new Refusal('08', 'CLI0404', 'TIERS INCONNU');
          const telephone = textOf(request, 'telephone') ?? person.telephone;
          const courriel = textOf(request, 'courriel') ?? person.courriel;
          if (!/^(\d\d(\.\d\d){4})?$/.test(telephone))
            throw new Refusal('08', 'CLI0422', 'TELEPHONE INVALIDE');
          people.set(person.numeroTiers, { ...person, telephone, courriel });
          return {};
        },
      },
    },
  };
}

function sortKey({ nom, prenom, raisonSociale, numeroTiers }: CustomerRecord): string {
  return `${nom ?? raisonSociale ?? ''}\0${prenom ?? ''}\0${numeroTiers}`;
}

function toPersonne(person: CustomerRecord): Answer {
  const {
    civilite,
    nom,
    prenom,
    dateNaissance,
    nir,
    raisonSociale,
    siren,
    adresse,
    consentements,
    ...others
  } = person;
  const identity =
    person.typePersonne === 'P'
      ? { physique: { civilite: civilite ?? '', nom: nom ?? '', prenom: prenom ?? '', dateNaissance, nir } }
      : { morale: { raisonSociale: raisonSociale ?? '', siren: siren ?? '' } };
  const { lignes, codePostal, codePays } = adresse;
  return {
    ...others,
    ...identity,
    adresse: { ligne: lignes, codePostal, codePays },
    consentement: consentements.map(({ canal, valeur }) => ({ canal, valeur })),
  };
}
