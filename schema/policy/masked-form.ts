/** What stands for something that is not shown. */
export const COVER = '•••';

/** How every pseudonym begins. */
export const PSEUDONYM_PREFIX = 'psn_';

const PSEUDONYM = /^psn_[\w-]{43}$/;
const PSEUDONYM_INSIDE = /(?<![\w-])psn_[\w-]{43}(?![\w-])/;
const BAND = /^-?\d{1,5}(?:\.\.\d{1,5}|\+) [A-Z]{3}$/;

/** @returns whether a text is a pseudonym by its form. */
export const isPseudonym = (text: string): boolean => PSEUDONYM.test(text);

/**
 * Recognises by its form what only a mask or a pseudonym writes, so that it is not taken for a value when it is sent
 * back. An initial, a year or a city cannot be told from a value that someone typed, and the types of names and dates
 * decide about those.
 */
export const isMaskedForm = (text: string): boolean =>
  text.includes(COVER) || PSEUDONYM_INSIDE.test(text) || BAND.test(text.trim());
