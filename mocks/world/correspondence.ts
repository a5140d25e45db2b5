import type { Dice } from './random';
import type { Language, Outcome } from './shapes';

/** What bank and customer write to each other while a claim is open. `$slots` and `{a|b}` as `Dice.say`. */
interface Letters {
  readonly question: readonly string[];
  readonly reply: readonly string[];
  readonly reminder: readonly string[];
  readonly holding: readonly string[];
  readonly answers: Readonly<Record<Outcome, readonly string[]>>;
}

const LETTERS: Readonly<Record<Language, Letters>> = {
  FR: {
    question: [
      'Bonjour, afin d’étudier votre réclamation, pourriez-vous nous transmettre {le justificatif correspondant|une copie du dépôt de plainte|le relevé concerné} ?',
      'Votre dossier est bien pris en charge. Il nous manque {la date exacte des faits|l’attestation signée} pour poursuivre.',
    ],
    reply: [
      'Bonjour, vous trouverez {ci-joint|en pièce jointe} le document demandé.',
      'Voici les éléments. J’espère une réponse rapide.',
      'C’est fait, j’ai déposé le document {dans l’application|à l’agence}.',
    ],
    reminder: [
      'Bonjour, où en est ma réclamation ?',
      'Toujours aucune nouvelle de votre part, merci de me répondre.',
      'Je relance ma demande du $date.',
    ],
    holding: [
      'Votre réclamation demande des recherches auprès {du prestataire|de la banque du bénéficiaire} qui ne dépendent pas de nous. Nous vous répondrons au plus tard le $date.',
    ],
    answers: {
      UPHELD: [
        'Après étude, votre réclamation est fondée. La somme de $amount est recréditée sur votre compte. Nous vous prions d’accepter nos excuses. En cas de désaccord, vous pouvez saisir le médiateur.',
        'Nous avons fait droit à votre demande{ et corrigé l’anomalie|}. Si cette réponse ne vous convient pas, le médiateur peut être saisi gratuitement.',
      ],
      PARTIALLY_UPHELD: [
        'Votre réclamation est en partie fondée : nous prenons à notre charge $amount. Pour le surplus, les conditions de votre convention ont été respectées. Vous pouvez saisir gratuitement le médiateur auprès de la banque.',
      ],
      REJECTED: [
        'Après vérification, l’opération est conforme {à votre convention|à la brochure tarifaire}. Nous ne pouvons pas donner une suite favorable. Vous pouvez saisir gratuitement le médiateur, par courrier ou en ligne, dans un délai d’un an.',
      ],
      NO_FAULT_GOODWILL: [
        'Aucune erreur n’a été relevée. Toutefois, à titre commercial, nous vous accordons $amount. Le médiateur peut être saisi si cette réponse ne vous satisfait pas.',
      ],
    },
  },
  EN: {
    question: ['Could you please send us the document that supports your claim?'],
    reply: ['Please find the document attached.'],
    reminder: ['Is there any news about my complaint?'],
    holding: ['We are waiting for another bank and will answer you on $date at the latest.'],
    answers: {
      UPHELD: [
        'Your complaint is justified and $amount has been refunded. You may also contact the ombudsman.',
      ],
      PARTIALLY_UPHELD: [
        'Your complaint is justified in part: we refund $amount. You may contact the ombudsman free of charge.',
      ],
      REJECTED: [
        'We found no error and cannot agree to your request. You may contact the ombudsman free of charge.',
      ],
      NO_FAULT_GOODWILL: [
        'We found no error; as a gesture we offer you $amount. You may also contact the ombudsman.',
      ],
    },
  },
  DE: {
    question: ['Bitte senden Sie uns den Beleg zu Ihrer Beschwerde.'],
    reply: ['Anbei der Beleg.'],
    reminder: ['Gibt es Neuigkeiten zu meiner Beschwerde?'],
    holding: ['Wir warten auf eine andere Bank und antworten Ihnen spätestens am $date.'],
    answers: {
      UPHELD: [
        'Ihre Beschwerde ist berechtigt, $amount wurden erstattet. Sie können sich auch an den Mediator wenden.',
      ],
      PARTIALLY_UPHELD: [
        'Ihre Beschwerde ist teilweise berechtigt: wir erstatten $amount. Der Mediator steht Ihnen kostenlos offen.',
      ],
      REJECTED: ['Wir haben keinen Fehler gefunden. Der Mediator steht Ihnen kostenlos offen.'],
      NO_FAULT_GOODWILL: [
        'Wir haben keinen Fehler gefunden und bieten aus Kulanz $amount. Der Mediator steht Ihnen offen.',
      ],
    },
  },
  ES: {
    question: ['¿Puede enviarnos el justificante de su reclamación?'],
    reply: ['Adjunto el documento.'],
    reminder: ['¿Hay novedades sobre mi reclamación?'],
    holding: ['Esperamos la respuesta de otra entidad y le contestaremos a más tardar el $date.'],
    answers: {
      UPHELD: ['Su reclamación es procedente y se han devuelto $amount. También puede acudir al mediador.'],
      PARTIALLY_UPHELD: [
        'Su reclamación es procedente en parte: devolvemos $amount. Puede acudir gratuitamente al mediador.',
      ],
      REJECTED: ['No hemos encontrado ningún error. Puede acudir gratuitamente al mediador.'],
      NO_FAULT_GOODWILL: [
        'No hemos encontrado ningún error; como gesto le ofrecemos $amount. Puede acudir al mediador.',
      ],
    },
  },
  IT: {
    question: ['Può inviarci il documento relativo al reclamo?'],
    reply: ['In allegato il documento.'],
    reminder: ['Ci sono novità sul mio reclamo?'],
    holding: ['Attendiamo la risposta di un’altra banca e risponderemo entro il $date.'],
    answers: {
      UPHELD: ['Il reclamo è fondato e $amount sono stati rimborsati. Può anche rivolgersi al mediatore.'],
      PARTIALLY_UPHELD: [
        'Il reclamo è fondato in parte: rimborsiamo $amount. Può rivolgersi gratuitamente al mediatore.',
      ],
      REJECTED: ['Non abbiamo riscontrato errori. Può rivolgersi gratuitamente al mediatore.'],
      NO_FAULT_GOODWILL: [
        'Non abbiamo riscontrato errori; come gesto offriamo $amount. Può rivolgersi al mediatore.',
      ],
    },
  },
};

type Letter = 'question' | 'reply' | 'reminder' | 'holding';

/** @returns one short text, in the language of the claim. */
export const letter = (
  dice: Dice,
  language: Language,
  which: Letter,
  values: Readonly<Record<string, string>>,
): string => dice.say(dice.pick(LETTERS[language][which]), values);

/** @returns the bank's answer; every one names the mediator, as it has to where it refuses anything. */
export const answer = (dice: Dice, language: Language, outcome: Outcome, amount: string): string =>
  dice.say(dice.pick(LETTERS[language].answers[outcome]), { amount });
