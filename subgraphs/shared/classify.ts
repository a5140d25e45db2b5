import 'reflect-metadata';
import { Directive } from 'type-graphql';
import { type Category, type DataSubject, UNCLASSIFIED } from '../../schema/policy/categories';

type Decorator = MethodDecorator & PropertyDecorator & ParameterDecorator;

/**
 * Says what kind of personal data a field, an argument or an input field holds. The access rules speak of that kind,
 * never of the field. Emits `@personalData(category:, subject:)`, which stays in the supergraph.
 *
 * @param category the most specific kind that fits.
 * @param of whose datum it is.
 */
export function Personal(category: Category, of: { subject: DataSubject }): Decorator {
  return Directive(`@personalData(category: "${category}", subject: "${of.subject}")`);
}

/**
 * Says that a field, an argument or an input field tells nothing about a person: keys, paging, technical facts.
 * It still has a category, so that no field is without a rule.
 */
export function NotPersonal(
  category: Extract<Category, `bank.${string}` | `system.${string}`> = 'system.operations',
): Decorator {
  return Directive(`@personalData(category: "${category}")`);
}

/**
 * What an imported field, argument or input field carries until someone says what it is with one of the others. No rule
 * can allow it, so nobody is shown it, and `npm run contract` lists it.
 */
export function Unclassified(): Decorator {
  return Directive(`@personalData(category: "${UNCLASSIFIED}")`);
}
