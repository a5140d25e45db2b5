import { registerEnumType } from 'type-graphql';

/** What may happen to a claim. */
export enum ClaimEventType {
  FILED = 'FILED',
  FORMALISATION_INVITED = 'FORMALISATION_INVITED',
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  STARTED = 'STARTED',
  INFORMATION_REQUESTED = 'INFORMATION_REQUESTED',
  INFORMATION_RECEIVED = 'INFORMATION_RECEIVED',
  THIRD_PARTY_ASKED = 'THIRD_PARTY_ASKED',
  THIRD_PARTY_ANSWERED = 'THIRD_PARTY_ANSWERED',
  HOLDING_REPLY_SENT = 'HOLDING_REPLY_SENT',
  MESSAGE_RECEIVED = 'MESSAGE_RECEIVED',
  MESSAGE_SENT = 'MESSAGE_SENT',
  ESCALATED = 'ESCALATED',
  ASSIGNED = 'ASSIGNED',
  AUTOMATICALLY_GRANTED = 'AUTOMATICALLY_GRANTED',
  HUMAN_REVIEW_REQUESTED = 'HUMAN_REVIEW_REQUESTED',
  ANSWERED = 'ANSWERED',
  CLOSED = 'CLOSED',
  REOPENED = 'REOPENED',
  WITHDRAWN = 'WITHDRAWN',
  REQUALIFIED = 'REQUALIFIED',
  MERGED = 'MERGED',
  REFERRED_TO_MEDIATOR = 'REFERRED_TO_MEDIATOR',
  MEDIATOR_NOTIFIED = 'MEDIATOR_NOTIFIED',
  MEDIATOR_OPINION = 'MEDIATOR_OPINION',
  MEDIATION_FOLLOWED_UP = 'MEDIATION_FOLLOWED_UP',
}
registerEnumType(ClaimEventType, {
  name: 'ClaimEventType',
  description: 'What may happen to a claim.',
  valuesConfig: {
    FILED: { description: 'Filed and recorded.' },
    FORMALISATION_INVITED: { description: 'Who complained by word of mouth was invited to write.' },
    ACKNOWLEDGED: { description: 'The claimant was told that it arrived.' },
    STARTED: { description: 'Work on it began.' },
    INFORMATION_REQUESTED: { description: 'The claimant was asked for something.' },
    INFORMATION_RECEIVED: { description: 'The claimant gave what was asked for.' },
    THIRD_PARTY_ASKED: { description: 'Another party, e.g. a merchant’s bank, was asked for something.' },
    THIRD_PARTY_ANSWERED: { description: 'The other party gave what was asked for.' },
    HOLDING_REPLY_SENT: { description: 'The claimant was told why the answer takes longer, and until when.' },
    MESSAGE_RECEIVED: { description: 'The claimant wrote.' },
    MESSAGE_SENT: { description: 'The bank wrote.' },
    ESCALATED: { description: 'Went from the adviser to the complaints service.' },
    ASSIGNED: { description: 'Was given to somebody of its team.' },
    AUTOMATICALLY_GRANTED: {
      description: 'Rules granted something without a person: the reason is the rule.',
    },
    HUMAN_REVIEW_REQUESTED: { description: 'The claimant asked that a person look at what rules decided.' },
    ANSWERED: { description: 'The answer left.' },
    CLOSED: { description: 'Closed.' },
    REOPENED: { description: 'Taken up again.' },
    WITHDRAWN: { description: 'Withdrawn by the claimant.' },
    REQUALIFIED: { description: 'Found to be a request, not a complaint.' },
    MERGED: { description: 'Joined to another claim of the same matter: the reason is its number.' },
    REFERRED_TO_MEDIATOR: { description: 'Went to the banking mediator.' },
    MEDIATOR_NOTIFIED: { description: 'The banking mediator told both parties that they have it.' },
    MEDIATOR_OPINION: { description: 'The banking mediator gave an opinion.' },
    MEDIATION_FOLLOWED_UP: { description: 'The bank told whether it follows the opinion.' },
  },
});

/** In which capacity somebody acted: the timeline names no persons. */
export enum Actor {
  CUSTOMER = 'CUSTOMER',
  ADVISER = 'ADVISER',
  COMPLAINTS_OFFICER = 'COMPLAINTS_OFFICER',
  MEDIATOR = 'MEDIATOR',
  SYSTEM = 'SYSTEM',
}
registerEnumType(Actor, {
  name: 'Actor',
  description: 'In which capacity somebody acted on a claim.',
  valuesConfig: {
    CUSTOMER: { description: 'The claimant.' },
    ADVISER: { description: 'An adviser.' },
    COMPLAINTS_OFFICER: { description: 'A member of the complaints service.' },
    MEDIATOR: { description: 'The banking mediator.' },
    SYSTEM: { description: 'The hub itself.' },
  },
});

/** Who wrote a message. */
export enum MessageAuthor {
  CUSTOMER = 'CUSTOMER',
  BANK = 'BANK',
}
registerEnumType(MessageAuthor, {
  name: 'MessageAuthor',
  description: 'Who wrote a message.',
  valuesConfig: { CUSTOMER: { description: 'The claimant.' }, BANK: { description: 'The bank.' } },
});

/** The clocks of a claim: those that the law sets, the claimant's rights, and the bank's own promises. */
export enum DeadlineRuleName {
  ACKNOWLEDGEMENT = 'ACKNOWLEDGEMENT',
  ANSWER = 'ANSWER',
  PAYMENT_ANSWER = 'PAYMENT_ANSWER',
  PAYMENT_FINAL = 'PAYMENT_FINAL',
  HOLDING_PROMISE = 'HOLDING_PROMISE',
  MEDIATOR_WINDOW = 'MEDIATOR_WINDOW',
  MEDIATOR_OPINION = 'MEDIATOR_OPINION',
  FIRST_REPLY = 'FIRST_REPLY',
}
registerEnumType(DeadlineRuleName, {
  name: 'DeadlineRule',
  description: 'The clocks of a claim.',
  valuesConfig: {
    ACKNOWLEDGEMENT: { description: 'Tell the claimant that the claim arrived.' },
    ANSWER: { description: 'Answer, all levels of handling together.' },
    PAYMENT_ANSWER: { description: 'Payment services: answer, or tell why not yet and until when.' },
    PAYMENT_FINAL: { description: 'Payment services: answer in any case.' },
    HOLDING_PROMISE: { description: 'Answer by the day that the holding reply named.' },
    MEDIATOR_WINDOW: { description: 'Until when the claimant may go to the banking mediator.' },
    MEDIATOR_OPINION: { description: 'By when the mediator gives an opinion.' },
    FIRST_REPLY: { description: 'The bank’s own promise: a first reply.' },
  },
});

/** What sets a clock. */
export enum DeadlineKind {
  REGULATORY = 'REGULATORY',
  OPERATIONAL = 'OPERATIONAL',
  CLAIMANT_RIGHT = 'CLAIMANT_RIGHT',
}
registerEnumType(DeadlineKind, {
  name: 'DeadlineKind',
  description: 'What sets a clock.',
  valuesConfig: {
    REGULATORY: { description: 'The law: it never pauses.' },
    OPERATIONAL: { description: 'A promise of the bank’s own: it may pause while others are waited for.' },
    CLAIMANT_RIGHT: { description: 'A right of the claimant’s, which lapses.' },
  },
});

/** How a clock stands. */
export enum DeadlineStatus {
  RUNNING = 'RUNNING',
  APPROACHING = 'APPROACHING',
  PAUSED = 'PAUSED',
  MET = 'MET',
  MISSED = 'MISSED',
  MET_LATE = 'MET_LATE',
  LAPSED = 'LAPSED',
}
registerEnumType(DeadlineStatus, {
  name: 'DeadlineStatus',
  description: 'How a clock stands.',
  valuesConfig: {
    RUNNING: { description: 'There is time left.' },
    APPROACHING: { description: 'There is little time left: the first warning is due.' },
    PAUSED: { description: 'It stands still while somebody else is waited for.' },
    MET: { description: 'Done in time.' },
    MISSED: { description: 'The last day is over, and it is not done.' },
    MET_LATE: { description: 'Done after the last day.' },
    LAPSED: { description: 'A right that was not used in time.' },
  },
});
