/**
 * The conditions of rules: a small total language. Every text either parses or is refused when the policy loads;
 * every parsed condition can be evaluated, listed and explained; none can loop, call or fail.
 *
 *   relation in [assigned_handler, same_branch] and not (scope = claims:write)
 */
export const attributes = ['relation', 'scope', 'role', 'purpose', 'client', 'level', 'standing'] as const;

/**
 * What a condition may ask about: `scope`, `role`, `purpose` and `client` of the caller, `relation` between the
 * caller and the datum's owner, `level` of the claim, `standing` of the owner: whether they restricted the use of their
 * data, or objected to the purpose.
 */
export type Attribute = (typeof attributes)[number];

/** A parsed condition: plain data. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'in'; readonly attribute: Attribute; readonly values: readonly string[] };

/** Yes, no, or not known here: the gateway knows the token and not the datum. */
export type Truth = boolean | undefined;

/** A text that is no condition. */
export class ConditionError extends Error {
  /** @param at how many characters stand before the place. */
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
    this.name = 'ConditionError';
  }
}

interface Token {
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*([A-Za-z_][\w:.*-]*|[()[\],=])/y;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text)?.[1];
    if (found === undefined) throw new ConditionError('this is neither a word nor one of ( ) [ ] , =', at);
    tokens.push({ text: found, at: TOKEN.lastIndex - found.length });
  }
  return tokens;
}

const DEPTH_MAX = 20;

/**
 * @returns the condition.
 * @throws {ConditionError} telling what was expected, and where.
 */
export function parseCondition(source: string): Condition {
  const tokens = tokenize(source);
  let next = 0;
  const peek = (): string | undefined => tokens[next]?.text;
  const fail = (expected: string): never => {
    const token = tokens[next];
    throw new ConditionError(
      `expected ${expected}, found ${token ? `"${token.text}"` : 'the end'}`,
      token?.at ?? source.length,
    );
  };
  const take = (text: string): void => void (peek() === text ? next++ : fail(`"${text}"`));
  const word = (): string => {
    const text = peek();
    if (text === undefined || !/^[A-Za-z_]/.test(text)) return fail('a word');
    next++;
    return text;
  };

  function chain(kind: 'and' | 'or', part: () => Condition): Condition {
    const parts = [part()];
    for (; peek() === kind;) {
      next++;
      parts.push(part());
    }
    return parts.length === 1 ? parts[0]! : { kind, parts };
  }

  function atom(depth: number): Condition {
    if (depth > DEPTH_MAX) return fail(`at most ${DEPTH_MAX} levels of parentheses`);
    if (peek() === 'not') {
      next++;
      return { kind: 'not', part: atom(depth + 1) };
    }
    if (peek() === '(') {
      next++;
      const inner = either(depth + 1);
      take(')');
      return inner;
    }
    const attribute = attributes.find((each) => each === peek());
    if (!attribute) return fail(`one of ${attributes.join(', ')}`);
    next++;
    if (peek() === '=') {
      next++;
      return { kind: 'in', attribute, values: [word()] };
    }
    take('in');
    take('[');
    const values = [word()];
    for (; peek() === ',';) {
      next++;
      values.push(word());
    }
    take(']');
    return { kind: 'in', attribute, values };
  }

  const either = (depth: number): Condition => chain('or', () => chain('and', () => atom(depth)));
  const condition = either(0);
  return next < tokens.length ? fail('the end') : condition;
}

/** @returns `or` over three values: one yes decides, else one unknown keeps it unknown. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

const negate = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

/**
 * Evaluates a condition over three values.
 *
 * @param holds whether an attribute has (or contains) a value.
 */
export function evaluate(condition: Condition, holds: (attribute: Attribute, value: string) => Truth): Truth {
  switch (condition.kind) {
    case 'in':
      return anyOf(condition.values.map((value) => holds(condition.attribute, value)));
    case 'not':
      return negate(evaluate(condition.part, holds));
    case 'or':
      return anyOf(condition.parts.map((part) => evaluate(part, holds)));
    case 'and':
      return negate(anyOf(condition.parts.map((part) => negate(evaluate(part, holds)))));
  }
}

/** @returns every comparison in a condition, left to right. */
export function comparisons(condition: Condition): readonly Extract<Condition, { kind: 'in' }>[] {
  if (condition.kind === 'in') return [condition];
  return condition.kind === 'not' ? comparisons(condition.part) : condition.parts.flatMap(comparisons);
}
