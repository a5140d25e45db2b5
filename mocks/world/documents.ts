import { FIRST_CLAIM } from './first';
import { dayOf, frenchDate, later, NOW, parisClock } from './calendar';
import type { Claim } from './claims';
import type { Dice } from './random';
import type { DocumentRecord } from './shapes';
import { byText } from './write';

const EVIDENCE: readonly (readonly [label: string, text: string])[] = [
  ['Relevé de compte annoté', 'Relevé du mois, opération entourée.'],
  ['Récépissé de dépôt de plainte', 'Plainte déposée, procès-verbal n° $n.'],
  ['Capture d’écran', 'Écran de l’application, message « Opération impossible ».'],
  ['Facture', 'Facture n° $n, réglée par un autre moyen.'],
  ['Courriel du commerçant', 'Le commerçant confirme l’annulation de la commande $n.'],
  ['Attestation sur l’honneur', 'Je certifie ne pas être à l’origine de cette opération.'],
];

/** @returns what was written, sent and received for each claim, in the order of deposit. */
export function createDocuments(dice: Dice, claims: readonly Claim[]): DocumentRecord[] {
  const loose: Omit<DocumentRecord, 'idDocument'>[] = [];
  for (const { record } of claims) {
    if (record.status === 'DRAFT') continue;
    const { number, customerNumber, branch, filedAt, channel, events, motive } = record;
    const deposit = (typeDocument: string, libelle: string, at: string, contenu: string): void => {
      if (at > NOW) return;
      loose.push({
        typeDocument,
        libelle,
        dateDepot: parisClock(at),
        formatMime: 'text/plain',
        taille: Buffer.byteLength(contenu, 'utf8'),
        classeRetention: 'RECL5A',
        index: [
          { nom: 'NUMDOSSIER', valeur: number },
          { nom: 'NUMTIERS', valeur: customerNumber },
          { nom: 'CODAGENCE', valeur: branch },
        ],
        contenu,
      });
    };
    const day = frenchDate(dayOf(filedAt));
    deposit(
      'RECL03',
      'Copie datée de la réclamation',
      later(filedAt, 20),
      `Réclamation ${number} enregistrée le ${day}.`,
    );
    if (channel === 'LETTER') {
      deposit(
        'RECL01',
        'Lettre du client',
        later(filedAt, 60),
        `Courrier du client, objet ${motive}, reçu le ${day}.`,
      );
    }
    const evidence =
      number === FIRST_CLAIM
        ? 2
        : dice.weighted([
            [0, 65],
            [1, 25],
            [2, 10],
          ]);
    for (let n = 0; n < evidence; n += 1) {
      const [label, text] = dice.pick(EVIDENCE);
      deposit(
        'RECL02',
        label,
        later(filedAt, dice.int(120, 200_000)),
        dice.say(text, { n: String(dice.int(10_000, 99_999)) }),
      );
    }
    for (const { type, at } of events) {
      if (type === 'ANSWERED')
        deposit('RECL05', 'Lettre de réponse', later(at, 30), `Réponse de la banque à ${number}.`);
      if (type === 'HOLDING_REPLY_SENT')
        deposit('RECL04', 'Lettre d’attente', later(at, 30), `Réponse d’attente, ${number}.`);
    }
  }
  loose.sort(byText(({ dateDepot }) => dateDepot));
  return loose.map((document, place) => ({
    idDocument: `GED${document.dateDepot.slice(0, 10).replaceAll('-', '')}${String(place + 1).padStart(9, '0')}`,
    ...document,
  }));
}
