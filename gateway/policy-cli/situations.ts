import type { Caller } from '../../schema/kernel/caller';
import { comparisons, type Condition } from '../../schema/policy/condition';
import { type RowFacts } from '../../schema/policy/row';
import { NO_STANDING } from '../../schema/policy/standing';
import type { Policy } from '../../schema/policy/types';

/** One way in which a caller can stand to an object: all that a decision may depend on is known. */
export interface Situation {
  readonly caller: Caller;
  readonly facts: RowFacts;
}

/** A caller of whom only what the rules ask is known. */
export type Profile = Pick<Caller, 'roles' | 'scopes' | 'purpose'> & Partial<Caller>;

const OWN = { customer: '000000000001', handler: 'A000001', branch: '00001' } as const;
const FOREIGN = { customer: '000000000002', handler: 'A000002', branch: '00002' } as const;
const OTHER = '-';
/** More scopes than these in conditions are tried all together or not at all. */
const SCOPES_MAX = 5;

/** A caller who could stand in every relation. */
export const nobodyInParticular = (profile: Profile): Caller => ({
  subject: OTHER,
  clientId: OTHER,
  purposes: [profile.purpose],
  customerNumber: OWN.customer,
  staffNumber: OWN.handler,
  branch: OWN.branch,
  mandates: [{ customerNumber: OWN.customer }],
  ...profile,
});

/** The values that the conditions of policies compare an attribute with. */
function mentioned(policies: readonly Policy[], attribute: string): readonly string[] {
  const conditions = policies.flatMap(({ rules, rows }) =>
    [...rules, ...rows].flatMap(({ when }): readonly Condition[] => (when ? [when] : [])),
  );
  const values = conditions
    .flatMap(comparisons)
    .flatMap((each) => (each.attribute === attribute ? each.values : []));
  return [...new Set(values)].sort();
}

const subsets = (values: readonly string[]): readonly (readonly string[])[] =>
  values.length > SCOPES_MAX
    ? [values, []]
    : values.reduce<readonly (readonly string[])[]>(
        (sets, value) => sets.flatMap((set) => [[...set, value], set]),
        [[]],
      );

/** Every object, as far as the conditions of these policies tell objects apart, as a caller finds it. */
export function objectsFor(policies: readonly Policy[], caller: Caller): readonly RowFacts[] {
  const levels = [...mentioned(policies, 'level'), OTHER];
  const asked = mentioned(policies, 'standing');
  const standings = [
    NO_STANDING,
    ...(asked.includes('restricted') ? [{ ...NO_STANDING, restricted: true }] : []),
    ...(asked.includes('objected') ? [{ ...NO_STANDING, objected: [caller.purpose] }] : []),
  ];
  const held = { clientId: caller.clientId, claimNumber: null };
  const mandated = mentioned(policies, 'relation').includes('mandated_partner') ? [[held], []] : [[]];
  const pick = (own: string | undefined, foreign: string): readonly string[] =>
    own === undefined ? [foreign] : [own, foreign];
  return levels.flatMap((level) =>
    pick(caller.customerNumber ?? caller.mandates?.[0]?.customerNumber, FOREIGN.customer).flatMap(
      (customer) =>
        pick(caller.staffNumber, FOREIGN.handler).flatMap((handler) =>
          pick(caller.branch, FOREIGN.branch).flatMap((branch) =>
            standings.flatMap((standing) =>
              mandated.map((mandates) => ({ customer, handler, branch, level, standing, mandates })),
            ),
          ),
        ),
    ),
  );
}

/**
 * Every situation that the conditions of these policies tell apart, for one role and purpose. Scopes that types and
 * mutations need are held; scopes and applications that conditions ask for are tried both ways.
 */
export function situationsFor(
  policies: readonly Policy[],
  role: string,
  purpose: string,
): readonly Situation[] {
  const asked = mentioned(policies, 'scope');
  const needed = policies
    .flatMap(({ scopes, actions }) => [...scopes.values(), ...actions.map(({ scope }) => scope)])
    .filter((scope) => !asked.includes(scope));
  const clients = [...mentioned(policies, 'client'), OTHER];
  const callers = subsets(asked).flatMap((some) =>
    clients.map((clientId) =>
      nobodyInParticular({ roles: [role], scopes: [...new Set([...needed, ...some])], purpose, clientId }),
    ),
  );
  return callers.flatMap((caller) => objectsFor(policies, caller).map((facts) => ({ caller, facts })));
}
