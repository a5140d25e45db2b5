/** The customer whom the actor `customer` is. */
export const FIRST_CUSTOMER = '000000000001';
/** Their claim about a card operation, with the actor `adviser`: what demonstrations and the README ask for. */
export const FIRST_CLAIM = 'RC-2026-0000001';
