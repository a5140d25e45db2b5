import type { Caller } from '../../../schema/kernel/caller';
import type { AccessTable } from '../../../schema/policy/compile';
import { type RowFacts, rowVisible } from '../../../schema/policy/row';
import type { Policy } from '../../../schema/policy/types';
import type { Owner } from './canaries';
import type { Asker, Oracle, Share } from './oracle';

/** One decision that a table can be asked for, and what the oracle says. */
export interface Question {
  readonly asker: Asker;
  readonly facts: Owner;
  /** `Type.field`, or a type's name for its row. */
  readonly place: string;
  readonly expected: Share;
}

/** How an object can stand to a caller who has every number. */
const STANDINGS: readonly Owner[] = [true, false].flatMap((self) =>
  [true, false].flatMap((handled) =>
    [true, false].flatMap((near) =>
      ['ADVISER', 'COMPLAINTS_SERVICE', 'MEDIATOR', null].map((level) => ({
        customer: self ? '100000000001' : '100000000002',
        handler: handled ? 'A000001' : 'A000002',
        branch: near ? '10001' : '10002',
        level,
        standing: { restricted: false, objected: false },
        mandated: false,
      })),
    ),
  ),
);

/** Some of them again, of whom the bank knows that they gave a mandate. */
const MANDATED: readonly Owner[] = STANDINGS.filter(
  ({ customer, handler, branch }) => `${customer} ${handler} ${branch}` === '100000000002 A000002 10002',
).map((facts) => ({ ...facts, mandated: true }));

/** Some of them again, with what their owner asked for. */
const ASKED_FOR: readonly Owner[] = STANDINGS.filter(({ handler, branch, level }) =>
  ['A000001 10001', 'A000002 10002'].includes(`${handler} ${branch}`) ? level !== null : false,
).flatMap((facts) => [
  { ...facts, standing: { restricted: true, objected: false } },
  { ...facts, standing: { restricted: false, objected: true } },
]);

const EVERY: readonly Owner[] = [...STANDINGS, ...ASKED_FOR, ...MANDATED];

/** Of these one for each relation alone, all and none of them at two levels, and what can be asked for. */
export const FEW: readonly Owner[] = EVERY.filter(({ customer, handler, branch, level, standing }) => {
  const held = [customer === '100000000001', handler === 'A000001', branch === '10001'].filter(
    Boolean,
  ).length;
  const asked = standing?.restricted === true || standing?.objected === true;
  return asked
    ? held === 0 && level === 'MEDIATOR'
    : held !== 2 && (level === 'MEDIATOR' || level === 'ADVISER');
});

const NUMBERS = {
  ...{ customerNumber: '100000000001', staffNumber: 'A000001', branch: '10001' },
  mandates: [{ customerNumber: '100000000002' }],
};

const CLIENT = 'desk';

/**
 * Everything that rules can tell apart: each set of roles for each purpose, each kind of data in each way in which its
 * object can stand to the caller, each type's row likewise, each action, and what each scope is needed for.
 *
 * @param roleSets e.g. `[['handler_l1']]`.
 * @param standings how objects stand to them.
 */
export function* allQuestions(
  oracle: Oracle,
  roleSets: readonly (readonly string[])[],
  standings: readonly Owner[] = EVERY,
): Generator<Question> {
  const scopes = allScopes(oracle);
  const purposes = [...Object.keys(oracle.policy.purposes), 'curiosity'];
  const types = [...oracle.places.keys()].flatMap((place) => /^(\w+)\.id$/.exec(place)?.[1] ?? []);
  const kinds = distinct(oracle, ({ category }) => category);
  const gated = distinct(oracle, ({ category, target }, type) =>
    [category.split('.')[0], scopeOf(oracle, type) && type, scopeOf(oracle, target) && target].join(' '),
  );
  const actions = new Set(
    oracle.policy.actions.flatMap(({ mutations }) => mutations.map((name) => `Mutation.${name}`)),
  );
  for (const roles of roleSets) {
    for (const purpose of purposes) {
      const asker = (held: readonly string[]): Asker => ({
        name: roles.join('+'),
        roles,
        scopes: held,
        purposes,
        purpose,
        ...NUMBERS,
      });
      const all = asker(scopes);
      for (const facts of standings) {
        for (const place of kinds)
          yield { asker: all, facts, place, expected: oracle.rule(place, all, facts).share };
        for (const place of types) {
          const { visible } = oracle.isVisible(place, all, facts);
          yield { asker: all, facts, place, expected: visible ? 'VISIBLE' : 'HIDDEN' };
        }
      }
      for (const held of [scopes, ...scopes.map((one) => scopes.filter((each) => each !== one))]) {
        const some = asker(held);
        const facts = STANDINGS[0] ?? {};
        for (const place of [...actions, ...gated])
          yield { asker: some, facts, place, expected: oracle.rule(place, some, facts).share };
      }
    }
  }
}

/** Every scope that reading or acting can need. */
export const allScopes = ({ policy }: Oracle): string[] => [
  ...new Set([...Object.keys(policy.scopes), ...policy.actions.map(({ scope }) => scope)]),
];

const scopeOf = ({ policy }: Oracle, type = ''): string | undefined =>
  Object.entries(policy.scopes).find(([, types]) => types.includes(type))?.[0];

/** One field for each of what rules can tell apart. */
function distinct(
  { places }: Oracle,
  keyOf: (place: { category: string; target?: string }, type: string) => string,
): readonly string[] {
  const found = new Map<string, string>();
  for (const [place, what] of places) {
    if (place.startsWith('Mutation.') || place.includes('(')) continue;
    const key = keyOf(what, place.split('.')[0] ?? '');
    if (!found.has(key)) found.set(key, place);
  }
  return [...found.values()];
}

const callers = new WeakMap<Asker, Caller>();

/** Tables remember callers by identity. */
function callerOf(asker: Asker): Caller {
  let caller = callers.get(asker);
  if (!caller) callers.set(asker, (caller = { ...asker, subject: asker.name, clientId: CLIENT }));
  return caller;
}

/** What an engine answers to a question. */
export function answerOf(table: AccessTable, policy: Policy, { asker, facts, place }: Question): Share {
  const caller = callerOf(asker);
  const told = toldBy(facts, asker.purpose);
  if (!place.includes('.')) return rowVisible(policy, place, caller, told) ? 'VISIBLE' : 'HIDDEN';
  const { effect, mask } = table.decide(place, caller, told);
  return mask ?? effect;
}

const tellings = new WeakMap<Owner, Map<string, RowFacts>>();

/** What the engine is told of an object. */
function toldBy(facts: Owner, purpose: string): RowFacts {
  const known = tellings.get(facts) ?? new Map<string, RowFacts>();
  tellings.set(facts, known);
  let found = known.get(purpose);
  if (!found) {
    const { standing, mandated = false, names: _, ...rest } = facts;
    const asked = standing && {
      standing: { restricted: standing.restricted, objected: standing.objected ? [purpose] : [] },
    };
    const mandates = mandated ? [{ clientId: CLIENT, claimNumber: null }] : [];
    known.set(purpose, (found = { ...rest, ...asked, mandates }));
  }
  return found;
}
