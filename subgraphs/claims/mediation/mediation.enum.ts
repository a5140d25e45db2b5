import { registerEnumType } from 'type-graphql';

/** Why a claimant may go to the mediator, or may not. */
export enum MediationReason {
  NO_ANSWER_IN_TIME = 'NO_ANSWER_IN_TIME',
  UNSATISFACTORY_ANSWER = 'UNSATISFACTORY_ANSWER',
  TOO_EARLY = 'TOO_EARLY',
  TOO_LATE = 'TOO_LATE',
  NOT_WRITTEN = 'NOT_WRITTEN',
  COMPLAINTS_SERVICE_FIRST = 'COMPLAINTS_SERVICE_FIRST',
  SATISFIED = 'SATISFIED',
  REFERRED = 'REFERRED',
  NO_CLAIM = 'NO_CLAIM',
}
registerEnumType(MediationReason, {
  name: 'MediationReason',
  description: 'Why a claimant may go to the mediator, or may not.',
  valuesConfig: {
    NO_ANSWER_IN_TIME: { description: 'The answer did not come in time.' },
    UNSATISFACTORY_ANSWER: { description: 'The complaints service answered, and not all was granted.' },
    TOO_EARLY: { description: 'There is time left for the answer.' },
    TOO_LATE: { description: 'A year has gone by since the claim.' },
    NOT_WRITTEN: { description: 'The claim was not made in writing.' },
    COMPLAINTS_SERVICE_FIRST: { description: 'The complaints service was not asked yet.' },
    SATISFIED: { description: 'All was granted.' },
    REFERRED: { description: 'The mediator has it, or had it.' },
    NO_CLAIM: { description: 'It was withdrawn, is a request, or goes on in another claim.' },
  },
});
