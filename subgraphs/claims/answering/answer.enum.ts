import { registerEnumType } from 'type-graphql';

/** Where an answer stands before it leaves. */
export enum AnswerState {
  DRAFT = 'DRAFT',
  IN_REVIEW = 'IN_REVIEW',
  RETURNED = 'RETURNED',
  APPROVED = 'APPROVED',
  SENT = 'SENT',
}
registerEnumType(AnswerState, {
  name: 'AnswerState',
  description: 'Where an answer stands.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' },
    IN_REVIEW: { description: 'Waits for a second person.' },
    RETURNED: { description: 'Given back with remarks, to be written again.' },
    APPROVED: { description: 'Approved as it reads: may be sent.' },
    SENT: { description: 'Left.' },
  },
});

/** The languages that answers are written in. */
export enum AnswerLanguage {
  FR = 'FR',
  EN = 'EN',
  DE = 'DE',
  ES = 'ES',
  IT = 'IT',
}
registerEnumType(AnswerLanguage, {
  name: 'AnswerLanguage',
  description: 'The languages that answers are written in, ISO 639-1.',
  valuesConfig: {
    FR: { description: 'French.' },
    EN: { description: 'English.' },
    DE: { description: 'German.' },
    ES: { description: 'Spanish.' },
    IT: { description: 'Italian.' },
  },
});

/** What the law has an answer say. */
export enum AnswerNotice {
  RECOURSE = 'RECOURSE',
  MEDIATOR = 'MEDIATOR',
}
registerEnumType(AnswerNotice, {
  name: 'AnswerNotice',
  description: 'What the law has an answer say, as a part of it that nobody writes by hand.',
  valuesConfig: {
    RECOURSE: { description: 'Whom to turn to inside the bank.' },
    MEDIATOR: { description: 'The banking mediator, with address and conditions.' },
  },
});

/** How an answer reaches the claimant. */
export enum AnswerMedium {
  EMAIL = 'EMAIL',
  LETTER = 'LETTER',
  SECURE_MESSAGE = 'SECURE_MESSAGE',
}
registerEnumType(AnswerMedium, {
  name: 'AnswerMedium',
  description: 'How an answer reaches the claimant: a durable medium, which they can keep.',
  valuesConfig: {
    EMAIL: { description: 'An e-mail.' },
    LETTER: { description: 'A letter.' },
    SECURE_MESSAGE: { description: 'A message of the claim itself, kept there.' },
  },
});

/** In which capacity a member of staff did something. */
export enum StaffCapacity {
  ADVISER = 'ADVISER',
  COMPLAINTS_OFFICER = 'COMPLAINTS_OFFICER',
  HEAD_OF_BRANCH = 'HEAD_OF_BRANCH',
}
registerEnumType(StaffCapacity, {
  name: 'StaffCapacity',
  description: 'In which capacity a member of staff did something; never who.',
  valuesConfig: {
    ADVISER: { description: 'An adviser.' },
    COMPLAINTS_OFFICER: { description: 'A member of the complaints service.' },
    HEAD_OF_BRANCH: { description: 'The head of a branch.' },
  },
});

/** What was done to an answer. */
export enum AnswerStepName {
  DRAFTED = 'DRAFTED',
  REVISED = 'REVISED',
  SUBMITTED = 'SUBMITTED',
  APPROVED = 'APPROVED',
  RETURNED = 'RETURNED',
  SENT = 'SENT',
}
registerEnumType(AnswerStepName, {
  name: 'AnswerStepName',
  description: 'What was done to an answer.',
  valuesConfig: {
    DRAFTED: { description: 'Begun.' },
    REVISED: { description: 'Written again.' },
    SUBMITTED: { description: 'Given to a second person.' },
    APPROVED: { description: 'Approved.' },
    RETURNED: { description: 'Given back with remarks.' },
    SENT: { description: 'Sent.' },
  },
});
