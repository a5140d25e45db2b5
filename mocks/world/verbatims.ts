import type { MotiveCode } from './motives';
import type { Dice } from './random';
import type { Language } from './shapes';
import { FOREIGN, FOREIGN_MOTIVES } from './verbatims-abroad';

/** What people write, by motive: how it began, what they lost by it, what they want. `$slots` and `{a|b}` as `Dice.say`. */
interface Phrases {
  readonly facts: readonly string[];
  readonly effects: readonly string[];
  readonly wishes: readonly string[];
}

const OPENINGS = [
  'Bonjour, ',
  'Madame, Monsieur, ',
  '',
  '',
  'Bonjour, je me permets de vous écrire car ',
  'Je vous contacte au sujet d’un problème sérieux : ',
  'Suite à mon appel {de la semaine dernière|resté sans suite}, je confirme par écrit : ',
];

const PHRASES: Readonly<Record<MotiveCode, Phrases>> = {
  FEES_CONTESTED: {
    facts: [
      'vous m’avez prélevé $amount le $date {au titre de|sous le libellé} « $label ».',
      'je découvre sur mon relevé des frais de $amount ({« $label »|libellé « $label »}) que personne ne m’a annoncés.',
      'le $date, {encore une fois|sans aucun avertissement}, $amount de frais ont été débités de mon compte.',
    ],
    effects: [
      'Mon compte n’a été à découvert que {deux jours|quelques heures|le temps d’un week-end}.',
      'C’est la {deuxième|troisième|quatrième} fois en {un mois|trois mois}.',
      'La nouvelle brochure tarifaire ne m’a jamais été envoyée.',
      'Ces frais dépassent {le plafond prévu par la loi|ce qui figure dans ma convention de compte}.',
      'Je n’ai jamais reçu la lettre d’information préalable.',
    ],
    wishes: [
      'Je demande le remboursement intégral de cette somme.',
      'Merci de me rembourser {rapidement|sans délai} et d’éviter que cela se reproduise.',
      'Je vous prie de m’expliquer le calcul et d’annuler ces frais.',
    ],
  },
  UNAUTHORISED_OPERATION: {
    facts: [
      'une opération de $amount du $date, « $label », apparaît sur mon compte alors que je n’en suis pas à l’origine.',
      'je conteste formellement le débit de $amount du $date ({« $label »|libellé « $label »}).',
      '{quelqu’un|un inconnu} a utilisé {ma carte|mes identifiants} le $date pour un montant de $amount.',
    ],
    effects: [
      'Ma carte n’a jamais quitté {mon portefeuille|mon sac|mon domicile}.',
      'J’étais {au travail|à l’étranger|en famille} ce jour-là et je peux le prouver.',
      'J’ai reçu la veille un SMS qui se faisait passer pour votre banque.',
      'J’ai déposé plainte au commissariat de $city et je joins le récépissé.',
      'Un faux conseiller m’a appelé en se disant du service fraude.',
    ],
    wishes: [
      'Je demande le remboursement immédiat, comme la loi le prévoit.',
      'Merci de recréditer mon compte et de {bloquer ma carte|sécuriser mon accès}.',
      'Je vous demande de rétablir le compte dans l’état où il se serait trouvé.',
    ],
  },
  CARD_LOST: {
    facts: [
      'j’ai perdu ma carte le $date {à $city|dans les transports|en vacances} et l’opposition n’a pas été prise en compte.',
      'ma carte a été volée le $date et il m’a été impossible de joindre le service d’opposition.',
      'la carte de remplacement commandée le $date n’est toujours pas arrivée.',
    ],
    effects: [
      'Je suis resté {vingt minutes|près d’une heure} en attente au téléphone.',
      'Voilà $days jours que je suis sans moyen de paiement.',
      'Des frais de refabrication m’ont en plus été facturés.',
      'Le code secret est arrivé, mais pas la carte.',
    ],
    wishes: [
      'Je demande une carte en urgence et le remboursement des frais.',
      'Merci de confirmer par écrit la date de l’opposition.',
      'Je souhaite un geste pour ce désagrément.',
    ],
  },
  CARD_REFUSED: {
    facts: [
      'ma carte a été refusée le $date {en caisse|à la pompe|chez le médecin|au restaurant} alors que mon compte est approvisionné.',
      'depuis le $date tous mes paiements {sans contact|sur internet|par carte} sont rejetés.',
      'le paiement de $amount a été refusé {deux fois|à plusieurs reprises} le $date.',
    ],
    effects: [
      'J’ai dû laisser mes courses au magasin, c’était très humiliant.',
      'L’application affichait pourtant un solde positif.',
      'Votre conseiller m’a parlé d’un changement de système sans plus de détails.',
      'J’ai perdu ma réservation de voyage.',
      'La notification de confirmation n’arrive jamais sur mon téléphone.',
    ],
    wishes: [
      'Je veux savoir pourquoi et être dédommagé.',
      'Merci de rétablir ma carte {au plus vite|dès aujourd’hui}.',
      'Je demande une explication écrite.',
    ],
  },
  TRANSFER_DELAY: {
    facts: [
      'le virement de $amount du $date (« $label ») n’est {toujours pas arrivé|arrivé qu’au bout de $days jours}.',
      'mon virement {instantané|urgent} de $amount, ordonné le $date, est resté en attente.',
      'j’attends depuis $days jours la somme de $amount annoncée le $date.',
    ],
    effects: [
      'Mon propriétaire me réclame des pénalités de retard.',
      'J’ai failli perdre {l’achat de mon véhicule|ma location|mon acompte}.',
      'Personne à l’agence de $city n’a pu me dire où se trouvait l’argent.',
      'L’application indique « en cours de traitement » sans autre information.',
    ],
    wishes: [
      'Je demande que le virement soit exécuté et les pénalités prises en charge.',
      'Merci de me dire où se trouve mon argent.',
      'Je réclame le remboursement des frais que ce retard m’a causés.',
    ],
  },
  TRANSFER_ERROR: {
    facts: [
      'le virement de $amount du $date (« $label ») est parti vers un mauvais compte.',
      'un virement de $amount a été exécuté deux fois le $date.',
      'je me suis trompé de bénéficiaire le $date pour un virement de $amount et je vous ai prévenus aussitôt.',
    ],
    effects: [
      'Le bénéficiaire ne répond pas à mes messages.',
      'La vérification du nom du bénéficiaire n’a rien signalé.',
      'Mon compte est à découvert à cause de cette erreur.',
      'Le rappel des fonds m’a été facturé sans résultat.',
    ],
    wishes: [
      'Merci de récupérer les fonds.',
      'Je demande la restitution de $amount.',
      'Je veux savoir ce que vous avez fait pour rappeler ce virement.',
    ],
  },
  DIRECT_DEBIT_CONTESTED: {
    facts: [
      'je n’ai jamais signé de mandat pour le prélèvement « $label » de $amount du $date.',
      'le prélèvement de $amount du $date (« $label ») continue malgré ma révocation.',
      'un prélèvement de $amount a été rejeté le $date alors que mon compte était approvisionné.',
    ],
    effects: [
      'J’ai résilié ce contrat {en début d’année|il y a six mois|par lettre recommandée}.',
      'Le créancier me renvoie vers la banque et la banque vers le créancier.',
      'J’avais demandé l’opposition à l’agence de $city.',
      'Mon fournisseur menace de couper le service.',
    ],
    wishes: [
      'Je demande le remboursement, étant dans le délai de {huit semaines|treize mois}.',
      'Merci de bloquer ce créancier et de me rembourser $amount.',
      'Je souhaite recevoir une copie du mandat.',
    ],
  },
  CHEQUE_REJECTED: {
    facts: [
      'le chèque de $amount du $date (« $label ») a été rejeté sans que je sois prévenu.',
      'la remise de chèque de $amount du $date n’a été créditée que $days jours plus tard.',
      'vous avez rejeté mon chèque de $amount pour une signature prétendument non conforme.',
    ],
    effects: [
      'Je suis menacé d’interdiction bancaire pour {quelques euros|une erreur qui n’est pas la mienne}.',
      'Le commerçant me réclame ses propres frais.',
      'Aucune lettre d’injonction ne m’est parvenue avant le rejet.',
      'J’ai la preuve du dépôt à l’agence de $city.',
    ],
    wishes: [
      'Je demande l’annulation de l’incident et des frais.',
      'Merci de régulariser ma situation auprès de la Banque de France.',
      'Je demande le remboursement des frais de rejet.',
    ],
  },
  ACCOUNT_CLOSURE: {
    facts: [
      'j’ai demandé la clôture de mon compte le $date et {rien n’a été fait|il est toujours ouvert}.',
      'vous m’annoncez la fermeture de mon compte sans m’en donner la raison.',
      'le solde de mon compte clôturé ne m’a pas été reversé depuis $days jours.',
    ],
    effects: [
      'Des frais de tenue de compte continuent de tomber.',
      'Le service de mobilité bancaire n’a pas fonctionné.',
      'Ma nouvelle banque attend vos réponses.',
      'Le préavis de deux mois n’a pas été respecté.',
    ],
    wishes: [
      'Merci de clôturer et de me verser le solde.',
      'Je demande le respect du délai légal.',
      'Je souhaite un écrit qui confirme la clôture.',
    ],
  },
  CREDIT_TERMS: {
    facts: [
      'le taux appliqué à mon prêt n’est pas celui de l’offre que j’ai signée le $date.',
      'ma demande de {report d’échéance|renégociation|remboursement anticipé} du $date est restée sans réponse.',
      'l’indemnité de remboursement anticipé de $amount me paraît mal calculée.',
    ],
    effects: [
      'Le tableau d’amortissement ne correspond pas à ce qui est prélevé.',
      'On m’a imposé l’assurance de la banque.',
      'Voilà $days jours que le dossier est « à l’étude ».',
      'La conseillère qui suivait mon dossier est partie et personne n’a repris.',
    ],
    wishes: [
      'Je demande un nouveau calcul détaillé.',
      'Merci de corriger le taux et de rembourser le trop-perçu.',
      'Je veux une réponse écrite et motivée.',
    ],
  },
  SAVINGS_RATE: {
    facts: [
      'les intérêts de mon livret {pour l’année écoulée|du premier semestre} ne correspondent pas au taux annoncé.',
      'mon versement du $date n’a pas produit d’intérêts.',
      'le taux promotionnel promis à l’ouverture n’a pas été appliqué.',
    ],
    effects: [
      'Selon mon calcul il manque $amount.',
      'La règle des quinzaines ne m’avait pas été expliquée.',
      'La publicité parlait pourtant d’un taux garanti.',
    ],
    wishes: [
      'Merci de recalculer et de créditer la différence.',
      'Je demande le détail du calcul.',
      'Je souhaite transférer mon épargne si rien n’est fait.',
    ],
  },
  SERVICE_QUALITY: {
    facts: [
      'je n’arrive pas à joindre mon conseiller depuis le $date.',
      'l’accueil à l’agence de $city le $date a été {désagréable|indigne d’une banque}.',
      'l’application mobile est inutilisable depuis $days jours.',
      'j’ai changé de conseiller {trois|quatre} fois en un an.',
    ],
    effects: [
      'Mes messages restent sans réponse.',
      'On m’a raccroché au nez.',
      'Le rendez-vous a été annulé sans prévenir.',
      'Le robot conversationnel tourne en boucle et ne comprend rien.',
    ],
    wishes: [
      'Je souhaite qu’un responsable me rappelle.',
      'Merci de faire le nécessaire pour que cela change.',
      'J’attends des excuses et un interlocuteur stable.',
    ],
  },
  INFORMATION_MISSING: {
    facts: [
      'je n’ai jamais reçu les conditions de l’assurance souscrite le $date.',
      'on ne m’a pas informé {des exclusions du contrat|du changement de tarif|de la reconduction automatique}.',
      'mes relevés {papier|en ligne} ne sont plus disponibles depuis le $date.',
    ],
    effects: [
      'J’en avais besoin pour {mon dossier de logement|ma déclaration de revenus|un notaire}.',
      'L’agence me renvoie vers le site et le site vers l’agence.',
      'Je paie ce contrat depuis deux ans sans savoir ce qu’il couvre.',
    ],
    wishes: [
      'Merci de m’adresser ces documents.',
      'Je demande la résiliation et le remboursement des primes.',
      'Je souhaite une information claire par écrit.',
    ],
  },
  DISCRIMINATION: {
    facts: [
      'l’ouverture d’un compte m’a été refusée le $date à l’agence de $city sans motif.',
      'je considère avoir été traité différemment des autres clients en raison de {mon nom|mon âge|mon handicap|ma nationalité}.',
      'votre agence n’est pas accessible {aux fauteuils roulants|aux malvoyants} et aucune solution ne m’a été proposée.',
    ],
    effects: [
      'La personne devant moi, dans la même situation, n’a eu aucune difficulté.',
      'Les propos tenus au guichet étaient déplacés.',
      'On m’a demandé des justificatifs que personne d’autre ne fournit.',
    ],
    wishes: [
      'Je demande une réponse de votre direction.',
      'Sans réponse, je saisirai le Défenseur des droits.',
      'Je demande que ma demande soit réexaminée.',
    ],
  },
  OTHER: {
    facts: [
      'mon changement d’adresse demandé le $date n’est toujours pas pris en compte.',
      'le coffre que je loue à l’agence de $city est inaccessible depuis $days jours.',
      'je reçois le courrier d’un autre client.',
      'une saisie a été pratiquée sur mon compte sans que je sois averti.',
    ],
    effects: [
      'J’ai déjà appelé {deux|trois} fois.',
      'Cela me met dans une situation difficile.',
      'On m’avait promis une réponse sous huit jours.',
    ],
    wishes: ['Merci de régler ce problème.', 'J’attends votre retour.', 'Je demande une réponse écrite.'],
  },
};

/** Things that people should not have to write and do: what redaction has to find. */
const SENSITIVE = [
  'Je suis en arrêt maladie pour un cancer depuis mars et je n’ai pas la force de courir après cet argent.',
  'Mon épouse est hospitalisée en psychiatrie et cette somme devait payer l’aide à domicile.',
  'Je suis reconnu travailleur handicapé à 80 % et ces frais me mettent en danger.',
  'Mon mari est décédé il y a un mois et vous continuez à lui écrire.',
  'En tant que délégué syndical CGT je connais mes droits.',
  'Je sors d’un dossier de surendettement et d’une dépression.',
  'Étant enceinte de sept mois, je ne peux pas me déplacer à l’agence.',
  'C’était pour payer les obsèques de ma mère.',
  'Vous pouvez me joindre au $phone ou à $mail.',
  'Merci de créditer le compte $iban.',
  'Mon numéro de sécurité sociale est le $nir si vous en avez besoin.',
];

const PRESSURE = [
  'Sans réponse sous huit jours, je saisirai le médiateur.',
  'Je n’hésiterai pas à alerter la presse et les associations de consommateurs.',
  'C’est inadmissible !',
  'Je suis client depuis {dix|quinze|vingt} ans et je pense à partir.',
];

const HEIRS = ['En tant qu’héritier du titulaire décédé, ', 'Je vous écris au nom de la succession : '];

/** What a claim's text may speak of. */
export interface Slots extends Readonly<Record<string, string>> {
  readonly amount: string;
  readonly date: string;
  readonly label: string;
  readonly city: string;
  readonly days: string;
  readonly phone: string;
  readonly mail: string;
  readonly iban: string;
  readonly nir: string;
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** @returns two to five sentences in the claimant's language. */
export function describe(
  dice: Dice,
  motive: MotiveCode,
  language: Language,
  slots: Slots,
  heir: boolean,
): string {
  if (language !== 'FR') {
    const { openings, effects, wishes } = FOREIGN[language];
    const values = { ...slots, motive: FOREIGN_MOTIVES[motive][language] };
    return [dice.pick(openings), dice.pick(effects), dice.pick(wishes)]
      .map((part) => dice.say(part, values))
      .join(' ');
  }
  const { facts, effects, wishes } = PHRASES[motive];
  const opening = heir ? dice.pick(HEIRS) : dice.pick(OPENINGS);
  const sentences = [upperFirst(opening + dice.pick(facts))];
  if (dice.chance(0.8)) sentences.push(dice.pick(effects));
  if (dice.chance(0.09)) sentences.push(dice.pick(SENSITIVE));
  sentences.push(dice.pick(wishes));
  if (sentences.length < 5 && dice.chance(0.15)) sentences.push(dice.pick(PRESSURE));
  const text = sentences.map((sentence) => dice.say(sentence, slots)).join(' ');
  if (dice.chance(0.03)) return text.toUpperCase();
  return dice.chance(0.06) ? withoutAccents(text) : text;
}

/** As typed in a hurry on a telephone. */
const withoutAccents = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
