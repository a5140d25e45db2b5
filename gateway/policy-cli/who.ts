import type { Caller } from '../../schema/kernel/caller';
import { roleMatches } from '../../schema/policy/types';
import { UsageError } from '../command-line';
import type { Desk } from './desk';
import { nobodyInParticular, objectsFor, type Situation } from './situations';
import { unknown } from './suggest';

/** For whom a question is asked: an actor with a token of their own, or anyone with a role. */
export interface Who {
  /** `adviser`, or `role:handler_l1`. */
  readonly name: string;
  /** `adviser (handler_l1)`, or `handler_l1`. */
  readonly title: string;
  readonly roles: readonly string[];
  /** The scopes of the token; every scope for a role. */
  readonly scopes: readonly string[];
  /** The purposes that the token allows; every purpose for a role. */
  readonly purposes: readonly string[];
  /** Whether these are the grants of a token. */
  readonly isActor: boolean;
  caller(purpose: string): Caller;
}

const ROLE = 'role:';

/** Every scope that a type or a mutation asks for. */
export const scopesOf = ({ policy }: Pick<Desk, 'policy'>): readonly string[] =>
  [...new Set([...policy.scopes.values(), ...policy.actions.map(({ scope }) => scope)])].sort();

/**
 * Finds who is meant by `--as`.
 *
 * @param name an actor's name, a role's name, or `role:` and a role's name.
 * @throws {UsageError} naming who was probably meant.
 */
export function findWho(desk: Desk, name: string | undefined): Who {
  const names = desk.actors.map((actor) => actor.name);
  if (name === undefined) {
    throw new UsageError(
      `say for whom: --as ${names.length > 0 ? 'ACTOR or --as role:NAME' : 'role:NAME'}; there are ` +
        `${[...names, ...desk.policy.roles.map((role) => ROLE + role)].join(', ')}`,
    );
  }
  const actor = desk.actors.find((each) => each.name === name);
  if (actor) {
    const { roles, scopes, purposes } = actor;
    const title = roles.join() === name ? name : `${name} (${roles.join(', ')})`;
    const caller = (purpose: string): Caller => ({ ...actor, purpose });
    return { name, title, roles, scopes, purposes, isActor: true, caller };
  }
  const role = name.startsWith(ROLE) ? name.slice(ROLE.length) : name;
  if (!desk.policy.roles.some((each) => roleMatches(role, each) && !role.includes('*'))) {
    const known = name.startsWith(ROLE) ? desk.policy.roles : [...names, ...desk.policy.roles];
    throw unknown(name.startsWith(ROLE) || names.length === 0 ? 'role' : 'actor or role', role, known);
  }
  const scopes = scopesOf(desk);
  return {
    name: ROLE + role,
    title: role,
    roles: [role],
    scopes,
    purposes: desk.policy.purposes,
    isActor: false,
    caller: (purpose) => nobodyInParticular({ roles: [role], scopes, purpose }),
  };
}

/** @throws {UsageError} where none is given and several are possible, or where the policy knows no such purpose. */
export function findPurpose(desk: Desk, who: Who, given: string | undefined): string {
  const { purposes } = desk.policy;
  if (given !== undefined) {
    if (!purposes.includes(given)) throw unknown('purpose', given, purposes);
    return given;
  }
  const [only, ...others] = who.purposes;
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError(`say what for: --purpose ${who.purposes.join(' or --purpose ')}`);
}

/** A caller before every object that the rules tell apart. */
export function situationsOf(desk: Desk, caller: Caller): readonly Situation[] {
  return objectsFor([desk.policy], caller).map((facts) => ({ caller, facts }));
}

/** @throws {UsageError} naming the coordinates that were probably meant. */
export function findCoordinate({ graph }: Desk, given: string): string {
  const known = [...graph.classification.keys()];
  const bare = given.replace(/\s/g, '');
  const found =
    known.find((each) => each === bare) ?? known.find((each) => each === bare.replace(/:?\)$/, ':)'));
  if (found !== undefined) return found;
  const type = graph.schema.getType(bare);
  const ofType = known.filter((each) => each.startsWith(`${bare}.`) && !each.includes('('));
  if (type && ofType.length > 0) {
    const some = ofType.slice(0, 4).join(', ');
    throw new UsageError(`"${given}" is a type; name one of its fields, e.g. ${some}.`);
  }
  throw unknown('coordinate', given, known);
}
