import { addDays, dayOf, instantOn, later, NOW } from './calendar';
import type { Claim } from './claims';
import { FIRST_CLAIM, FIRST_CUSTOMER } from './first';
import type { Dice } from './random';
import type { Outcome, SurveyRecord } from './shapes';
import { byText } from './write';

/** Points lost against full satisfaction. */
const DISAPPOINTMENT: Readonly<Record<Outcome, number>> = {
  UPHELD: 1,
  NO_FAULT_GOODWILL: 2.5,
  PARTIALLY_UPHELD: 4,
  REJECTED: 6.5,
};

const COMMENTS = {
  good: [
    'Réponse rapide et claire, merci {beaucoup|à ma conseillère|}.',
    'Très bien, remboursé en {deux|trois|quelques} jours.',
    'Mon conseiller a été à l’écoute du début à la fin.',
    'Suivi dans l’application {parfait|très pratique}.',
    'Efficace, rien à dire.',
  ],
  fair: [
    'Le résultat est correct mais c’était {long|trop long}.',
    'J’ai dû expliquer {deux|trois} fois la même chose.',
    'Réponse un peu standard, mais le problème est réglé.',
    'Manque d’explications sur le calcul.',
  ],
  bad: [
    'Aucune écoute, réponse copiée-collée.',
    '{Trois semaines|Un mois|Deux mois} pour me dire non, c’est honteux.',
    'Je vais changer de banque.',
    'Personne ne répond au téléphone et le robot ne sert à rien.',
    'On me renvoie vers le médiateur sans examiner mon dossier.',
    'Je suis malade et on m’a obligé à me déplacer trois fois.',
  ],
} as const;

const clamp = (value: number, min: number, max: number): number =>
  Math.min(max, Math.max(min, Math.round(value)));

/** What the claimant thinks of it, from 0 to 10. */
function feeling(dice: Dice, { record }: Claim): number {
  const late = record.events.some(({ type }) => type === 'HOLDING_REPLY_SENT') ? 2 : 0;
  const asked = record.events.some(({ type }) => type === 'INFORMATION_REQUESTED') ? 0.7 : 0;
  return 10.4 - DISAPPOINTMENT[record.outcome ?? 'REJECTED'] - late - asked + dice.int(-25, 15) / 10;
}

function answers(dice: Dice, claim: Claim): Pick<SurveyRecord, 'nps' | 'csat' | 'ces' | 'comment'> {
  const mood = feeling(dice, claim);
  const comments = mood > 7.5 ? COMMENTS.good : mood > 4.5 ? COMMENTS.fair : COMMENTS.bad;
  return {
    nps: clamp(mood, 0, 10),
    csat: clamp(mood / 2 + dice.int(-5, 5) / 10, 1, 5),
    ces: dice.chance(0.1) ? null : clamp(mood * 0.65 + dice.int(-8, 8) / 10, 1, 7),
    comment: claim.record.number === FIRST_CLAIM || dice.chance(0.45) ? dice.say(dice.pick(comments)) : null,
  };
}

/** @returns one survey for nearly every claim that was answered, sent the day after, good for 30 days. */
export function createSurveys(dice: Dice, claims: readonly Claim[]): SurveyRecord[] {
  const invited = claims.flatMap((claim) => {
    const { record, answeredOn } = claim;
    if (!answeredOn || !record.outcome) return [];
    const invitedAt = instantOn(addDays(answeredOn, 1), dice, 10, 10);
    return invitedAt < NOW && (record.customerNumber === FIRST_CUSTOMER || dice.chance(0.97))
      ? [{ claim, invitedAt }]
      : [];
  });
  invited.sort(byText(({ invitedAt }) => invitedAt));
  const perYear = new Map<string, number>();
  return invited.map(({ claim, invitedAt }) => {
    const { number, customerNumber, branch, status } = claim.record;
    const year = dayOf(invitedAt).slice(0, 4);
    const place = (perYear.get(year) ?? 0) + 1;
    perYear.set(year, place);
    const answeredAt = later(invitedAt, dice.int(1_800, 18 * 86_400));
    const expiresAt = later(invitedAt, 30 * 86_400);
    // The first customer has answered about their first claim, and has one survey left to answer.
    const waiting = customerNumber === FIRST_CUSTOMER && status === 'ANSWERED';
    const answered = (number === FIRST_CLAIM || (dice.chance(0.8) && !waiting)) && answeredAt < NOW;
    return {
      id: `SV-${year}-${String(place).padStart(7, '0')}`,
      claimNumber: number,
      customerNumber,
      branch,
      status: answered ? 'ANSWERED' : expiresAt < NOW ? 'EXPIRED' : 'INVITED',
      invitedAt,
      answeredAt: answered ? answeredAt : null,
      expiresAt,
      ...(answered ? answers(dice, claim) : { nps: null, csat: null, ces: null, comment: null }),
    };
  });
}
