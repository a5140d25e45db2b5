import type { ClaimReader } from '../../../schema/ports/claim-reader';

/** Takes claimants at their word: motive and language are what they chose, and nothing else is read out of their text. */
export const choicesReader: ClaimReader = {
  read: ({ motive, language }) =>
    Promise.resolve({ motive, language, sentiment: null, urgency: null, entities: [], reader: 'choices-1' }),
};
