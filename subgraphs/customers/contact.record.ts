import type { SoapElement } from '../shared/soap-element';
import { phoneNumber } from './phone.record';

/** How a customer is reached, as the file spells it; `''` where it says nothing. */
export type ContactSpelling = {
  /** `telephone`. */
  readonly phone: string;
  /** `courriel`. */
  readonly email: string;
};

/** What is to stand in the file; what is absent stays as it is. */
export type ContactValues = {
  /** E.164, a number that the file can spell. */
  readonly phone?: string;
  readonly email?: string;
};

/** What has to be kept of `consulterPersonnes` to read a spelling. */
export const CONTACT_PARTS = ['numeroTiers', 'telephone', 'courriel'].map((part) => `personne/${part}`);

/** @param personne of `consulterPersonnes`. */
export const contactOf = ({ optional }: SoapElement): ContactSpelling => ({
  phone: optional('telephone') ?? '',
  email: optional('courriel') ?? '',
});

/** @returns whether the values stand in the file, however it spells them. */
export const hasValues = (now: ContactSpelling, { phone, email }: ContactValues): boolean =>
  (phone === undefined || phoneNumber(now.phone) === phone) &&
  (email === undefined || now.email.toLowerCase() === email.toLowerCase());

/** @returns whether of what is to be changed the file still says what it said before. */
export const isAsBefore = (now: ContactSpelling, before: ContactSpelling, values: ContactValues): boolean =>
  (values.phone === undefined || now.phone === before.phone) &&
  (values.email === undefined || now.email === before.email);
