import type { Caller } from '../kernel/caller';
import { anyOf, comparisons, evaluate, type Truth } from './condition';
import type { Standing } from './standing';
import { roleMatches, type Policy, type RowRule } from './types';

/**
 * What an access decision may know about one object: whose it is and who works on it. Read from the system that
 * answers for the object, by its key; never from an argument, a header or an entity representation.
 */
export interface RowFacts {
  /** The owner's customer number (`numeroTiers`, 12 digits). */
  readonly customer?: string | null | undefined;
  /** The agency code (5 digits) that looks after the owner or the claim. */
  readonly branch?: string | null | undefined;
  /** The staff number (`matricule`) of who handles the claim. */
  readonly handler?: string | null | undefined;
  /** The staff numbers of who handles open or recent claims of the owner, where that was asked (`RelationReader`). */
  readonly handlers?: readonly string[] | undefined;
  /** The number of the claim that the object belongs to: by it the level is found where the object does not tell. */
  readonly claim?: string | null | undefined;
  /** Names of the parties, for `redact`, where they are known. */
  readonly names?: readonly string[] | undefined;
  /** The claim's level: `ADVISER`, `COMPLAINTS_SERVICE` or `MEDIATOR`. */
  readonly level?: string | null | undefined;
  /** Who holds a mandate of the owner that is in force, where that was asked (`RelationReader`). */
  readonly mandates?: readonly Mandate[] | undefined;
  /** What the owner asked for about the use of their data, where that was asked (`StandingReader`). */
  readonly standing?: Standing | undefined;
}

/** A mandate that a customer gave and that is in force, as the bank knows it. */
export interface Mandate {
  /** The application that holds it. */
  readonly clientId: string;
  /** The claim that it covers; `null` where it covers all that is the customer's. */
  readonly claimNumber: string | null;
}

/** How a caller stands to the owner of a datum. `none`: in no way that the policy knows. */
export const relationNames = ['self', 'assigned_handler', 'same_branch', 'mandated_partner', 'none'] as const;

/** Relations that are each asked by themselves; `none` is that none of them holds. */
export const heldRelations = ['self', 'assigned_handler', 'same_branch', 'mandated_partner'] as const;

/** One of `relationNames`. */
export type Relation = (typeof relationNames)[number];

/** Equal, not equal, or not known because the object does not tell. A caller without the number never matches. */
const same = (ofCaller: string | undefined, ofRow: string | null | undefined): Truth => {
  if (ofCaller === undefined || ofRow === null) return false;
  return ofRow === undefined ? undefined : ofCaller === ofRow;
};

/** Who handles the claim itself, or a claim of the object's owner. */
function handles(staffNumber: string | undefined, facts: RowFacts | undefined): Truth {
  if (staffNumber === undefined) return false;
  if (facts?.handlers?.includes(staffNumber)) return true;
  return facts?.handlers && facts.handler === undefined ? false : same(staffNumber, facts?.handler);
}

/**
 * Whether a caller's token and the bank's own records both tell of a mandate for an object. The records are asked
 * first, whatever the token says: a look that ends early would tell whose customers there are.
 */
function mandated({ mandates = [], clientId }: Caller, facts: RowFacts | undefined): Truth {
  if (mandates.length === 0) return false;
  if (facts?.mandates === undefined) return undefined;
  const covers = (claimNumber: string | null | undefined): boolean =>
    (claimNumber ?? null) === null || claimNumber === facts.claim;
  return (
    mandates.some((each) => each.customerNumber === facts.customer && covers(each.claimNumber)) &&
    facts.mandates.some((each) => each.clientId === clientId && covers(each.claimNumber))
  );
}

/**
 * Whether one relation holds.
 *
 * @param facts `undefined` before the object is known.
 * @returns `undefined` where the facts do not tell.
 */
export function relationHolds(relation: string, facts: RowFacts | undefined, caller: Caller): Truth {
  switch (relation) {
    case 'self':
      return same(caller.customerNumber, facts?.customer);
    case 'assigned_handler':
      return handles(caller.staffNumber, facts);
    case 'same_branch':
      return same(caller.branch, facts?.branch);
    case 'mandated_partner':
      return mandated(caller, facts);
    case 'none': {
      const some = anyOf(heldRelations.map((each) => relationHolds(each, facts, caller)));
      return some === undefined ? undefined : !some;
    }
    default:
      return false;
  }
}

/** @returns every relation known to hold; `none` alone where no other does. */
export function relations(facts: RowFacts, caller: Caller): ReadonlySet<Relation> {
  const known = relationNames.filter(
    (each) => each !== 'none' && relationHolds(each, facts, caller) === true,
  );
  return new Set(known.length > 0 ? known : ['none']);
}

/** The row rules that speak of a type to a caller. */
const rulesFor = (policy: Policy, typeName: string, caller: Caller): readonly RowRule[] =>
  policy.rows.filter(
    (rule) =>
      rule.roles.some((role) => caller.roles.some((each) => roleMatches(role, each))) &&
      rule.types.some((type) => type === '*' || type === typeName),
  );

/**
 * Whether a caller may know that one object exists. Not visible and not found look alike to the caller.
 *
 * @param facts `undefined`: nothing is known about the object, so only an unconditional rule lets it be seen.
 */
export function rowVisible(
  policy: Policy,
  typeName: string,
  caller: Caller,
  facts: RowFacts | undefined,
): boolean {
  return rowTruth(policy, typeName, caller, facts) === true;
}

/** As `rowVisible`. @returns `undefined` where the facts leave it open. */
export function rowTruth(
  policy: Policy,
  typeName: string,
  caller: Caller,
  facts: RowFacts | undefined,
): Truth {
  const holds = (attribute: string, value: string): Truth =>
    attribute === 'level' ? same(value, facts?.level) : relationHolds(value, facts, caller);
  const told = anyOf(
    rulesFor(policy, typeName, caller).map(({ when }) => (when ? evaluate(when, holds) : true)),
  );
  const within = !caller.cases || (facts?.claim ? caller.cases.includes(facts.claim) : false);
  // What the rules leave open is found out all the same: a look that ends early would tell what there is.
  return within || told === undefined ? told : false;
}

/**
 * The objects of a type that a caller may see, for list queries to ask their source for nothing else. An object is
 * in where any one member holds for it; without any member (`{}`), nothing is.
 */
export interface RowFilter {
  /** Every object. */
  readonly all?: true;
  /** Objects of this customer number. */
  readonly self?: string;
  /** Objects handled by this staff number. */
  readonly handler?: string;
  /** Objects of this agency code. */
  readonly branch?: string;
  /** Objects of who gave a mandate of which the bank's records tell, too. */
  readonly mandate?: MandateFilter;
  /** Of all these, only what belongs to one of these claims. */
  readonly cases?: readonly string[];
  /** Claims at one of these levels. */
  readonly level?: readonly string[];
}

/** The mandates that a token speaks of, and the application that has to hold them. */
export interface MandateFilter {
  readonly clientId: string;
  readonly granted: NonNullable<Caller['mandates']>;
}

/** @returns what `rowVisible` decides one by one, as a filter. */
export function rowFilter(policy: Policy, typeName: string, caller: Caller): RowFilter {
  const rules = rulesFor(policy, typeName, caller);
  const cases = caller.cases && { cases: caller.cases };
  if (rules.some(({ when }) => !when)) return { all: true, ...cases };
  const asked = rules.flatMap(({ when }) => (when ? comparisons(when) : []));
  const valuesOf = (attribute: string): string[] =>
    asked.filter((each) => each.attribute === attribute).flatMap(({ values }) => values);
  const related = valuesOf('relation');
  const levels = valuesOf('level');
  const { customerNumber: self, staffNumber: handler, branch, mandates: granted = [], clientId } = caller;
  const filter: RowFilter = {
    ...(related.includes('self') && self !== undefined && { self }),
    ...(related.includes('assigned_handler') && handler !== undefined && { handler }),
    ...(related.includes('same_branch') && branch !== undefined && { branch }),
    ...(related.includes('mandated_partner') && granted.length > 0 && { mandate: { clientId, granted } }),
    ...(levels.length > 0 && { level: [...new Set(levels)] }),
  };
  return Object.keys(filter).length > 0 ? { ...filter, ...cases } : {};
}
