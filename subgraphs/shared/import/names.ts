/** Splits a legacy name into words: `GetOrderById`, `numero_tiers`, `CPT-NUM`, `NIRClient`, `@code`. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A name may not begin with a digit, in GraphQL or in TypeScript. */
const spelled = (name: string, instead: string): string =>
  /^[a-z]/i.test(name) ? name : `${instead}${name}`;

/** @returns `OrderLine` of `order_line`. */
export const pascal = (name: string): string => spelled(wordsOf(name).map(capital).join(''), 'X');

/** @returns `orderLine` of `ORDER_LINE`. */
export const camel = (name: string): string => {
  const [first = '', ...others] = wordsOf(name);
  return spelled(first + others.map(capital).join(''), 'x');
};

/** @returns `order-line` of `OrderLine`: file and folder names. */
export const kebab = (name: string): string => wordsOf(name).join('-');

/** @returns `ORDER_LINE` of `order-line`: variables of the environment, constants. */
export const constant = (name: string): string => wordsOf(name).join('_').toUpperCase();

/**
 * Gives names out, each once.
 *
 * @param taken what is in use already.
 * @returns a function that gives the first name that is free: the wanted one, the same behind `prefix`, then numbered.
 */
export function createNames(taken: Iterable<string>, prefix: string): (wanted: string) => string {
  const used = new Set(taken);
  return (wanted) => {
    const candidates = [wanted, joined(prefix, wanted)];
    let name = candidates.find((each) => !used.has(each));
    for (let n = 2; name === undefined; n++) {
      const next = `${joined(prefix, wanted)}${n}`;
      if (!used.has(next)) name = next;
    }
    used.add(name);
    return name;
  };
}

/** `orders` before `Customer` is `OrdersCustomer`, before `customer` it is `ordersCustomer`. */
const joined = (prefix: string, name: string): string =>
  /^[A-Z]/.test(name) ? `${pascal(prefix)}${name}` : `${camel(prefix)}${capital(name)}`;
