import type { Condition } from '../../schema/policy/condition';
import type { Decision, Outcome } from '../../schema/policy/types';

const RELATIONS: Readonly<Record<string, string>> = {
  self: 'their own data',
  assigned_handler: 'claims assigned to them',
  same_branch: 'customers of their branch',
  mandated_partner: 'customers who mandated them',
  none: 'people to whom they stand in no relation',
};

const STANDINGS: Readonly<Record<string, string>> = {
  restricted: 'the person restricted the use of their data',
  objected: 'the person objected to the purpose',
};

const PHRASES: Readonly<Record<string, (values: readonly string[]) => string>> = {
  relation: (values) => `for ${oneOf(values.map((each) => RELATIONS[each] ?? each))}`,
  level: (values) => `for claims at level ${oneOf(values)}`,
  scope: (values) => `with the scope ${oneOf(values)}`,
  role: (values) => `as ${oneOf(values)}`,
  purpose: (values) => `for the purpose ${oneOf(values)}`,
  client: (values) => `from the application ${oneOf(values)}`,
  standing: (values) => `where ${oneOf(values.map((each) => STANDINGS[each] ?? each))}`,
};

const oneOf = (values: readonly string[]): string => values.join(' or ');

/** A condition as a part of a sentence: `for their own data`. */
export function conditionInWords(condition: Condition): string {
  switch (condition.kind) {
    case 'in': {
      const phrase = PHRASES[condition.attribute];
      return phrase ? phrase(condition.values) : `where ${condition.attribute} is ${oneOf(condition.values)}`;
    }
    case 'not':
      return `not (${conditionInWords(condition.part)})`;
    case 'and':
    case 'or': {
      const parts = condition.parts.map((part) =>
        part.kind === 'and' || part.kind === 'or' ? `(${conditionInWords(part)})` : conditionInWords(part),
      );
      return parts.join(` ${condition.kind} `);
    }
  }
}

/** What is shown, in a word or two: `ALLOW`, `MASK iban_last4`. */
export const outcomeInWords = (outcome: Outcome | Decision): string =>
  'mask' in outcome && outcome.mask !== undefined ? `${outcome.effect} ${outcome.mask}` : outcome.effect;

/** `one rule`, `2 rules`. */
export const count = (many: number, one: string, more = `${one}s`): string =>
  many === 1 ? `one ${one}` : `${many} ${more}`;
