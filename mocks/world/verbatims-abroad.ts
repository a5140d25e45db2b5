import type { MotiveCode } from './motives';
import type { Language } from './shapes';

type Abroad = Exclude<Language, 'FR'>;

/** What customers write who correspond in another language. */
export const FOREIGN: Readonly<
  Record<
    Abroad,
    {
      readonly openings: readonly string[];
      readonly effects: readonly string[];
      readonly wishes: readonly string[];
    }
  >
> = {
  EN: {
    openings: [
      'I am writing to complain about $motive on $date, for an amount of $amount.',
      'There is a problem with $motive ($amount, $date).',
    ],
    effects: [
      'Nobody at the branch in $city could help me.',
      'I have been waiting for $days days.',
      'I was never told about this.',
    ],
    wishes: [
      'Please refund me.',
      'I would like a written explanation.',
      'If nothing happens I will contact the ombudsman.',
    ],
  },
  DE: {
    openings: [
      'Hiermit beschwere ich mich über $motive vom $date in Höhe von $amount.',
      'Es gibt ein Problem: $motive ($amount, $date).',
    ],
    effects: [
      'In der Filiale in $city konnte mir niemand helfen.',
      'Ich warte seit $days Tagen.',
      'Darüber wurde ich nie informiert.',
    ],
    wishes: ['Bitte erstatten Sie mir den Betrag.', 'Ich bitte um eine schriftliche Erklärung.'],
  },
  ES: {
    openings: [
      'Quiero presentar una reclamación por $motive del $date, por un importe de $amount.',
      'Tengo un problema con $motive ($amount, $date).',
    ],
    effects: [
      'Nadie en la oficina de $city pudo ayudarme.',
      'Llevo $days días esperando.',
      'Nunca me informaron de esto.',
    ],
    wishes: ['Les ruego que me devuelvan el dinero.', 'Solicito una explicación por escrito.'],
  },
  IT: {
    openings: [
      'Vorrei presentare un reclamo per $motive del $date, per un importo di $amount.',
      'C’è un problema con $motive ($amount, $date).',
    ],
    effects: [
      'Nessuno nella filiale di $city ha saputo aiutarmi.',
      'Aspetto da $days giorni.',
      'Non sono mai stato informato.',
    ],
    wishes: ['Chiedo il rimborso.', 'Chiedo una spiegazione scritta.'],
  },
};

/** What the complaint is about, to stand inside a sentence. */
export const FOREIGN_MOTIVES: Readonly<Record<MotiveCode, Readonly<Record<Abroad, string>>>> = {
  FEES_CONTESTED: { EN: 'bank fees', DE: 'Bankgebühren', ES: 'unas comisiones', IT: 'alcune commissioni' },
  UNAUTHORISED_OPERATION: {
    EN: 'a payment that I did not make',
    DE: 'eine nicht autorisierte Zahlung',
    ES: 'un pago que no he hecho',
    IT: 'un pagamento non autorizzato',
  },
  CARD_LOST: {
    EN: 'my lost card',
    DE: 'meine verlorene Karte',
    ES: 'mi tarjeta perdida',
    IT: 'la mia carta smarrita',
  },
  CARD_REFUSED: {
    EN: 'my card being refused',
    DE: 'meine abgelehnte Karte',
    ES: 'mi tarjeta rechazada',
    IT: 'la mia carta rifiutata',
  },
  TRANSFER_DELAY: {
    EN: 'a late transfer',
    DE: 'eine verspätete Überweisung',
    ES: 'una transferencia con retraso',
    IT: 'un bonifico in ritardo',
  },
  TRANSFER_ERROR: {
    EN: 'a wrong transfer',
    DE: 'eine fehlerhafte Überweisung',
    ES: 'una transferencia errónea',
    IT: 'un bonifico errato',
  },
  DIRECT_DEBIT_CONTESTED: {
    EN: 'a direct debit',
    DE: 'eine Lastschrift',
    ES: 'un recibo domiciliado',
    IT: 'un addebito diretto',
  },
  CHEQUE_REJECTED: {
    EN: 'a rejected cheque',
    DE: 'einen abgelehnten Scheck',
    ES: 'un cheque devuelto',
    IT: 'un assegno respinto',
  },
  ACCOUNT_CLOSURE: {
    EN: 'the closure of my account',
    DE: 'die Schließung meines Kontos',
    ES: 'el cierre de mi cuenta',
    IT: 'la chiusura del conto',
  },
  CREDIT_TERMS: {
    EN: 'the terms of my loan',
    DE: 'die Bedingungen meines Kredits',
    ES: 'las condiciones de mi préstamo',
    IT: 'le condizioni del prestito',
  },
  SAVINGS_RATE: {
    EN: 'the interest on my savings',
    DE: 'die Zinsen meines Sparkontos',
    ES: 'los intereses de mi ahorro',
    IT: 'gli interessi del risparmio',
  },
  SERVICE_QUALITY: { EN: 'the service', DE: 'den Service', ES: 'la atención recibida', IT: 'il servizio' },
  INFORMATION_MISSING: {
    EN: 'missing documents',
    DE: 'fehlende Unterlagen',
    ES: 'unos documentos que faltan',
    IT: 'documenti mancanti',
  },
  DISCRIMINATION: {
    EN: 'unfair treatment',
    DE: 'eine ungerechte Behandlung',
    ES: 'un trato injusto',
    IT: 'un trattamento ingiusto',
  },
  OTHER: { EN: 'my account', DE: 'mein Konto', ES: 'mi cuenta', IT: 'il mio conto' },
};
