import type { Caller } from '../kernel/caller';
import { UNCLASSIFIED } from './categories';
import { evaluate, type Truth } from './condition';
import { conflictWarnings } from './gaps';
import { createMemo } from './memo';
import { relationHolds, type RowFacts } from './row';
import { candidates, lower, possibleDecisions } from './specificity';
import { asksStanding, standingHolds } from './standing';
import {
  type ActionRule,
  type Classification,
  type Decision,
  type Look,
  type Policy,
  roleMatches,
  type Rule,
} from './types';

/** Classification and policy, compiled: what each caller gets of each coordinate. Asking it costs no I/O. */
export interface AccessTable {
  readonly policy: Policy;
  readonly classification: Classification;
  /** Where rules of equal weight contradict each other, as sentences: there, nothing is shown. */
  readonly warnings: readonly string[];
  /**
   * Names everything about a caller that a look depends on: callers with equal keys get equal looks, so whatever was
   * decided by looks alone may be kept under it. Contains no subject, customer or staff number.
   */
  grantsKey(caller: Caller): string;
  /** What can be said before any object is known; kept per grants key. */
  look(coordinate: string, caller: Caller): Look;
  /**
   * Whether what is decided may depend on what the owner of a datum asked for. If not, it need not be found out.
   */
  asksStanding(coordinate: string, caller: Caller): boolean;
  /**
   * Decides for one object.
   *
   * @param coordinate `Type.field`, `Type.field(argument:)` or `Input.field`.
   * @param facts of the object; what they leave open counts against the caller.
   */
  decide(coordinate: string, caller: Caller, facts?: RowFacts): Decision;
}

/** How many kinds of callers are remembered at once. */
const GRANTS_MAX = 500;

/** Each caller's grants key, once for all tables of one operation: gateway and subgraphs have one each. */
const keysByClient = new WeakMap<Caller, string>();
const keysOfAnyClient = new WeakMap<Caller, string>();

/** Compiles the rules for one graph, or for one subgraph's part of it. */
export function compile(classification: Classification, policy: Policy): AccessTable {
  const clientMatters = policy.rules.some(({ when }) => when && JSON.stringify(when).includes('"client"'));
  const actions = new Map<string, ActionRule[]>();
  for (const rule of policy.actions) {
    for (const name of rule.mutations) actions.set(name, [...(actions.get(name) ?? []), rule]);
  }

  const keys = clientMatters ? keysByClient : keysOfAnyClient;
  function grantsKey(caller: Caller): string {
    let key = keys.get(caller);
    if (key === undefined) {
      const { roles, scopes, purpose, clientId, customerNumber, staffNumber, branch, mandates } = caller;
      const numbers = [customerNumber, staffNumber, branch, mandates].map((each) => each !== undefined);
      key = JSON.stringify([
        [...roles].sort(),
        [...scopes].sort(),
        purpose,
        clientMatters ? clientId : '',
        numbers,
      ]);
      keys.set(caller, key);
    }
    return key;
  }

  const truth = (rule: Rule, caller: Caller, facts: RowFacts | undefined): Truth =>
    !rule.when || evaluate(rule.when, (attribute, value) => holds(attribute, value, caller, facts));

  /** What is decided before any rule of a category is asked. */
  function gate(coordinate: string, caller: Caller): Decision | undefined {
    if (!policy.purposes.includes(caller.purpose)) return { effect: 'DENY', rule: '-', code: 'GAP' };
    const type = coordinate.slice(0, coordinate.indexOf('.'));
    if (type === 'Mutation') return decideAction(coordinate, caller);
    const classified = classification.get(coordinate);
    if (!classified || classified.category === UNCLASSIFIED) {
      return { effect: 'DENY', rule: '-', code: 'UNCLASSIFIED' };
    }
    const needed = [type, classified.target].map((each) => policy.scopes.get(each ?? ''));
    const scope = needed.find((each) => each !== undefined && !caller.scopes.includes(each));
    return scope === undefined ? undefined : { effect: 'DENY', rule: '-', code: 'SCOPE_MISSING', scope };
  }

  function decideAction(coordinate: string, caller: Caller): Decision {
    const field = /^Mutation\.(\w+)/.exec(coordinate)?.[1] ?? '';
    const mine = (actions.get(field) ?? []).filter(
      ({ roles, purposes }) =>
        roles.some((role) => caller.roles.some((each) => roleMatches(role, each))) &&
        purposes.some((purpose) => purpose === '*' || purpose === caller.purpose),
    );
    const granted = mine.find(({ scope }) => caller.scopes.includes(scope));
    if (granted) return { effect: 'ALLOW', rule: granted.id, code: 'RULE' };
    const first = mine[0];
    if (!first) return { effect: 'DENY', rule: '-', code: 'NO_RULE' };
    return { effect: 'DENY', rule: first.id, code: 'SCOPE_MISSING', scope: first.scope };
  }

  const rulesOf = createMemo<Map<string, ReturnType<typeof candidates>>>(GRANTS_MAX, () => new Map());
  function speaking(coordinate: string, caller: Caller): ReturnType<typeof candidates> {
    const category = classification.get(coordinate)?.category ?? '';
    const ofCaller = rulesOf(grantsKey(caller));
    let ordered = ofCaller.get(category);
    if (!ordered) {
      ordered = candidates(policy.rules, category, caller.roles, caller.purpose);
      ofCaller.set(category, ordered);
    }
    return ordered;
  }

  function possible(coordinate: string, caller: Caller, facts: RowFacts | undefined): readonly Decision[] {
    const gated = gate(coordinate, caller);
    if (gated) return [gated];
    return possibleDecisions(speaking(coordinate, caller), (rule) => truth(rule, caller, facts));
  }

  const looks = createMemo<Map<string, Look>>(GRANTS_MAX, () => new Map());
  function look(coordinate: string, caller: Caller): Look {
    const ofCaller = looks(grantsKey(caller));
    let found = ofCaller.get(coordinate);
    if (!found) {
      found = lookAt(possible(coordinate, caller, undefined));
      ofCaller.set(coordinate, found);
    }
    return found;
  }

  return {
    policy,
    classification,
    get warnings() {
      return conflictWarnings(policy, classification);
    },
    grantsKey,
    look,
    asksStanding: (coordinate, caller) =>
      look(coordinate, caller).kind === 'CONDITIONAL' &&
      speaking(coordinate, caller).some(({ rule }) => asksStanding(rule)),
    decide(coordinate, caller, facts) {
      const before = look(coordinate, caller);
      if (before.kind !== 'CONDITIONAL') return before.decision;
      const outcomes = facts ? possible(coordinate, caller, facts) : before.possible;
      const decision = outcomes.reduce(lower);
      return decision.effect === 'DENY' && outcomes.length > 1
        ? { ...decision, code: 'FACTS_MISSING' }
        : decision;
    },
  };
}

function holds(attribute: string, value: string, caller: Caller, facts: RowFacts | undefined): Truth {
  switch (attribute) {
    case 'scope':
      return caller.scopes.includes(value);
    case 'role':
      return caller.roles.some((role) => roleMatches(value, role));
    case 'purpose':
      return caller.purpose === value;
    case 'client':
      return caller.clientId === value;
    case 'level':
      return facts?.level === undefined ? undefined : facts.level === value;
    case 'standing':
      return standingHolds(value, facts, caller);
    default:
      return relationHolds(value, facts, caller);
  }
}

function lookAt(possible: readonly Decision[]): Look {
  const [first = { effect: 'DENY', rule: '-', code: 'NO_RULE' } satisfies Decision, ...others] = possible;
  if (others.some((each) => each.effect !== first.effect || each.mask !== first.mask)) {
    return { kind: 'CONDITIONAL', possible };
  }
  // Of rules that come to the same, the one that decides where no condition of the others holds.
  const decision = others.at(-1) ?? first;
  return { kind: decision.effect === 'DENY' ? 'ALWAYS_DENY' : 'ALWAYS_ALLOW', decision };
}
