import { getNamedType } from 'graphql';
import { mayUse } from '../../schema/contract/arguments';
import { type ExitCode, exitCodes } from '../command-line';
import { waysFor, type Way, waysInWords } from './cells';
import type { Command, Run } from './command';
import type { Desk } from './desk';
import { columns, heading } from './layout';
import { isField, objectsInWords, reachable, typeOf } from './objects';
import { findPurpose, findWho, situationsOf, type Who } from './who';
import { count, outcomeInWords } from './words';

/** Everything that one caller gets. */
export const whatCan: Command = {
  name: 'what-can',
  summary: 'everything that one actor or role can read, whole or in part, and everything it can do',
  help: `
Usage: npm run policy -- what-can --as WHO [--purpose PURPOSE] [--json]

Lists, for each purpose of WHO: the objects, the fields that are shown whole, masked or as pseudonyms, and when; the
arguments that may not be used; the mutations. An actor is asked with the scopes of their token, a role with all scopes.

  --as WHO           an actor (adviser) or a role (role:handler_l1)
  --purpose PURPOSE  only this one`,
  options: { as: 'text', purpose: 'text' },
  words: [0, 0],
  run,
};

/** What is shown of one coordinate. */
interface Readable {
  readonly coordinate: string;
  readonly ways: readonly Way[];
}

/** Everything that somebody gets for one purpose. */
interface Reach {
  readonly purpose: string;
  readonly objects: readonly { readonly type: string; readonly visible: string }[];
  readonly fields: readonly Readable[];
  readonly withheld: number;
  readonly missingScopes: readonly string[];
  readonly refusedArguments: readonly string[];
  readonly mutations: readonly string[];
}

function run({ desk, surroundings, option, json }: Run): ExitCode {
  const who = findWho(desk, option('as'));
  const purposes =
    option('purpose') === undefined ? who.purposes : [findPurpose(desk, who, option('purpose'))];
  const reaches = purposes.map((purpose) => reachOf(desk, who, purpose));
  const { name, version } = desk.policy;
  surroundings.print(
    json
      ? `${JSON.stringify(
          {
            policy: { name, version },
            as: who.name,
            roles: who.roles,
            scopes: who.scopes,
            purposes: reaches.map(({ fields, ...reach }) => ({
              ...reach,
              fields: fields.map(({ coordinate, ways }) => ({ coordinate, gets: gets(ways) })),
            })),
          },
          null,
          2,
        )}\n`
      : `${reaches
          .filter((reach) => who.isActor || reaches.length === 1 || hasAnything(reach))
          .map((reach) => inWords(who, reach))
          .join('\n\n')}\n`,
  );
  return exitCodes.fine;
}

const hasAnything = ({ fields, mutations }: Reach): boolean => mutations.length > 0 || fields.length > 0;

const gets = (ways: readonly Way[]) =>
  ways.flatMap(({ decision, when }) =>
    decision.effect === 'DENY'
      ? []
      : [{ what: outcomeInWords(decision), ...(when !== undefined && { when }), rule: decision.rule }],
  );

function reachOf(desk: Desk, who: Who, purpose: string): Reach {
  const { graph, policy, table } = desk;
  const caller = who.caller(purpose);
  const situations = situationsOf(desk, caller);
  const fields: Readable[] = [];
  const mutations: string[] = [];
  const refused: string[] = [];
  const missing = new Set<string>();
  const payloads = payloadsOutOfReach(desk, who, purpose);
  let withheld = 0;
  for (const [coordinate, { category }] of graph.classification) {
    if (payloads.has(typeOf(coordinate))) continue;
    const seen = reachable(desk, coordinate, situations);
    const ways = waysFor(table, coordinate, seen);
    const effects = ways.map(({ decision }) => decision.effect);
    ways.forEach(({ decision }) => decision.scope !== undefined && missing.add(decision.scope));
    if (!isField(graph, coordinate)) {
      const isAsked = !category.startsWith('system.') && !coordinate.startsWith('Mutation.');
      if (isAsked && !mayUse(coordinate, table, caller)) refused.push(coordinate);
    } else if (coordinate.startsWith('Mutation.')) {
      if (effects.includes('ALLOW')) mutations.push(coordinate);
    } else if (ways.some(({ decision }) => decision.effect !== 'DENY')) {
      if (!category.startsWith('system.')) fields.push({ coordinate, ways });
    } else if (!category.startsWith('system.')) withheld += 1;
  }
  return {
    purpose,
    objects: [...graph.entities].sort().flatMap((type) => {
      const visible = objectsInWords(policy, type, who.roles);
      return visible === 'none' ? [] : [{ type, visible }];
    }),
    fields,
    withheld,
    missingScopes: [...missing].sort(),
    refusedArguments: refused.filter((each) => !inputOfMutation(desk, each)),
    mutations,
  };
}

/** What mutations answer that the caller may not do. */
function payloadsOutOfReach({ graph, table }: Desk, who: Who, purpose: string): ReadonlySet<string> {
  const mutations = Object.values(graph.schema.getMutationType()?.getFields() ?? {});
  return new Set(
    mutations
      .filter(({ name }) => table.decide(`Mutation.${name}`, who.caller(purpose)).effect === 'DENY')
      .map(({ type }) => getNamedType(type).name),
  );
}

/** Whether an input field belongs to what a mutation takes: those are governed by the mutation's own rule. */
function inputOfMutation({ graph }: Desk, coordinate: string): boolean {
  if (coordinate.includes('(')) return false;
  const mutation = graph.schema.getMutationType();
  const name = typeOf(coordinate);
  return Object.values(mutation?.getFields() ?? {}).some(({ args }) =>
    args.some(({ type }) => String(type).replace(/[[\]!]/g, '') === name),
  );
}

function inWords(who: Who, reach: Reach): string {
  const { purpose, objects, fields, withheld, missingScopes, refusedArguments, mutations } = reach;
  const byType = new Map<string, Map<string, string[]>>();
  for (const { coordinate, ways } of fields) {
    const type = typeOf(coordinate);
    const groups = byType.get(type) ?? new Map<string, string[]>();
    byType.set(type, groups);
    const what = waysInWords(ways);
    groups.set(what, [...(groups.get(what) ?? []), coordinate.slice(type.length + 1)]);
  }
  const rows = [...byType]
    .sort()
    .flatMap(([type, groups]) =>
      [...groups].map(([what, names], at) => [at === 0 ? type : '', what, names.join(', ')]),
    );
  const facts: [string, string][] = [
    ['Objects', objects.length === 0 ? 'none' : grouped(objects)],
    [
      'Can do',
      mutations.length === 0 ? 'nothing' : mutations.map((each) => each.slice('Mutation.'.length)).join(', '),
    ],
    ['Withheld', count(withheld, 'field that holds personal data', 'fields that hold personal data')],
  ];
  if (missingScopes.length > 0) facts.push(['Not held', `scopes ${missingScopes.join(', ')}`]);
  if (refusedArguments.length > 0) facts.push(['May not ask by', refusedArguments.join(', ')]);
  return [
    heading(`${who.title}, ${purpose}`),
    columns(facts),
    ...(rows.length > 0 ? ['', columns([['TYPE', 'GETS', 'FIELDS'], ...rows])] : []),
  ].join('\n');
}

/** `Claim, Survey: all of them`. */
function grouped(objects: Reach['objects']): string {
  const groups = new Map<string, string[]>();
  for (const { type, visible } of objects) groups.set(visible, [...(groups.get(visible) ?? []), type]);
  return [...groups].map(([visible, types]) => `${types.join(', ')}: ${visible}`).join('; ');
}
