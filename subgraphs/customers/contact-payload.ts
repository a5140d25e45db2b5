import type { ContactSpelling, ContactValues } from './contact.record';
import { ContactDetail } from './customer.enum';

/**
 * A change of how a customer is reached, as it is kept until the file has it: plain JSON. Once it is made or declined
 * nothing but `details` stays.
 */
export type ContactPayload = {
  readonly details: readonly ContactDetail[];
  /** `numeroTiers`. */
  readonly number: string;
  readonly values: ContactValues;
  /** What the file said when the change was asked for: where it says another thing, somebody else has changed it. */
  readonly before: ContactSpelling;
};

export const detailsOf = ({ phone, email }: ContactValues): ContactDetail[] => [
  ...(phone === undefined ? [] : [ContactDetail.PHONE]),
  ...(email === undefined ? [] : [ContactDetail.EMAIL]),
];
