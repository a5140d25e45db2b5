import type { DataSubject } from './categories';
import type { Keeping } from '../ports/limits';
import type { Condition } from './condition';
import type { MaskName } from './masks';

/** What may happen to a datum, from least to most shown. */
export const effects = ['DENY', 'PSEUDONYMISE', 'MASK', 'ALLOW'] as const;

/** One of `effects`. */
export type Effect = (typeof effects)[number];

/** What a rule says about a kind of data. */
export type Outcome =
  | { readonly effect: 'DENY' | 'PSEUDONYMISE' | 'ALLOW' }
  | { readonly effect: 'MASK'; readonly mask: MaskName };

/** Who may see a kind of data, for what, and why. */
export interface Rule {
  /** Stable; appears in audit records, the access matrix and explanations. */
  readonly id: string;
  /** Categories or their prefixes: `user.contact` also speaks of `user.contact.email`. */
  readonly categories: readonly string[];
  /** Role names; `partner:*` stands for every partner. */
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  /** Without one, the rule always applies. */
  readonly when?: Condition;
  readonly outcome: Outcome;
  /** A denial that no other rule overrides. */
  readonly final: boolean;
  /** Article 6 GDPR: `contract`, `legal_obligation`, `legitimate_interest`, … */
  readonly legalBasis: string;
  /** A retention class, e.g. `complaint_5y`. */
  readonly retention: string;
  /** The reason, in plain words. */
  readonly because: string;
}

/** Which objects of a type a role may know of. */
export interface RowRule {
  readonly id: string;
  readonly roles: readonly string[];
  /** Type names; `*` for every type. */
  readonly types: readonly string[];
  /** Only `relation` and `level`, joined by `or`: what a list query can ask its source. Without one: every object. */
  readonly when?: Condition;
  readonly because: string;
}

/** Who may do something: every field of `Mutation` needs one. */
export interface ActionRule {
  readonly id: string;
  /** Field names of `Mutation`. */
  readonly mutations: readonly string[];
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  /** The scope that the token must hold. */
  readonly scope: string;
  readonly legalBasis: string;
  readonly because: string;
}

/** A policy file that was read and checked. */
export interface Policy {
  readonly name: string;
  readonly version: string;
  /** Every purpose that a token may carry. */
  readonly purposes: readonly string[];
  /** Every role that the rules know. */
  readonly roles: readonly string[];
  /** Categories, or their prefixes, whose every access is recorded durably before the answer leaves. */
  readonly auditStrict: readonly string[];
  /** The scope that reading a type needs, by type name. Types that are not named need none of their own. */
  readonly scopes: ReadonlyMap<string, string>;
  readonly rules: readonly Rule[];
  readonly rows: readonly RowRule[];
  readonly actions: readonly ActionRule[];
  /** For how long answers of a source may be kept in memory, by its public name; those of others are not kept at all. */
  readonly keeping: ReadonlyMap<string, Keeping>;
}

/** What one coordinate of the graph (`Account.iban`, `Query.claims(filter:)`, `ClaimFilter.status`) holds. */
export interface Classified {
  /** A key of `categories`. */
  readonly category: string;
  readonly subject?: DataSubject;
  /** The object type that a field leads to, through lists and connections; absent on leaves and arguments. */
  readonly target?: string;
}

/** What each coordinate holds. A coordinate that is not in it is denied. */
export type Classification = ReadonlyMap<string, Classified>;

/**
 * Why a decision is what it is: a rule said so; no rule speaks of it; the purpose is not one the policy knows; the
 * coordinate has no category; the token lacks the type's scope; two rules of equal weight ask for different
 * transforms; the object did not tell what a condition asks.
 */
export type DecisionCode =
  'RULE' | 'NO_RULE' | 'GAP' | 'UNCLASSIFIED' | 'SCOPE_MISSING' | 'CONFLICT' | 'FACTS_MISSING';

/** What one caller gets of one coordinate. */
export interface Decision {
  readonly effect: Effect;
  /** Only with `MASK`. */
  readonly mask?: MaskName;
  /** The deciding rule's id; `-` where none did. */
  readonly rule: string;
  readonly code: DecisionCode;
  /** The scope that the token lacks, with `SCOPE_MISSING`. */
  readonly scope?: string;
}

/** What can be said before any object is known. `ALWAYS_ALLOW` may carry a transform. */
export type Look =
  | { readonly kind: 'ALWAYS_ALLOW' | 'ALWAYS_DENY'; readonly decision: Decision }
  | { readonly kind: 'CONDITIONAL'; readonly possible: readonly Decision[] };

/** @returns whether a rule's category, e.g. `user.contact`, speaks of a datum's, e.g. `user.contact.email`. */
export const categoryMatches = (ofRule: string, category: string): boolean =>
  ofRule === '*' || ofRule === category || category.startsWith(`${ofRule}.`);

/** @returns whether accesses to a category are recorded durably before the answer leaves. */
export const isAuditStrict = ({ auditStrict }: Policy, category: string): boolean =>
  auditStrict.some((each) => categoryMatches(each, category));

/** @returns whether a rule's role, e.g. `handler_l1`, `partner:*` or `*`, speaks of a caller's role. */
export function roleMatches(ofRule: string, ofCaller: string): boolean {
  if (ofRule === '*' || ofRule === ofCaller) return true;
  return ofRule.endsWith(':*') && ofCaller.startsWith(ofRule.slice(0, -1));
}
