import { categories, type Category } from '../../schema/policy/categories';
import { mayUse } from '../../schema/contract/arguments';
import { isAuditStrict, type Rule } from '../../schema/policy/types';
import { type ExitCode, exitCodes } from '../command-line';
import { type Cell, showsSomething, wayFacts, waysFor, waysInWords } from './cells';
import type { Command, Run } from './command';
import type { Desk } from './desk';
import { columns, heading } from './layout';
import { isField, objectsInWords, reachable, typeOf } from './objects';
import { situationsFor } from './situations';
import { unknown } from './suggest';
import { findCoordinate } from './who';
import { count } from './words';

/** Everyone who gets something of one datum. */
export const whoCanSee: Command = {
  name: 'who-can-see',
  summary: 'everyone who gets something of a coordinate or of a kind of data, for what, when and why',
  help: `
Usage: npm run policy -- who-can-see COORDINATE | KIND-OF-DATA [--json]

Tells every role and purpose to which something of it is shown, whole or in part, with the objects, the condition, the
legal basis and the reason. A kind of data (user.contact.email) stands for every coordinate that holds it, a part of
its name (user.contact) for every kind under it. Of an argument, it tells who may use it; of a mutation, who may do it.`,
  options: {},
  words: [1, 1],
  run,
};

/** One role and purpose to which a datum is shown. */
interface Reader extends Cell {
  /** Which objects they may know of, by type; absent where nothing depends on an object. */
  readonly objects: readonly { readonly type: string; readonly visible: string }[];
  /** The scopes that the token must hold. */
  readonly scopes: readonly string[];
  /** Actors that are given tokens of this role for this purpose. */
  readonly actors: readonly string[];
}

function run({ desk, surroundings, words, json }: Run): ExitCode {
  const subjects = subjectsOf(desk, words[0] ?? '');
  const found = subjects.map((subject) => ({ ...subject, readers: readersOf(desk, subject) }));
  const { name, version } = desk.policy;
  surroundings.print(
    json
      ? `${JSON.stringify(
          {
            policy: { name, version },
            asked: words[0],
            answers: found.map(({ readers, ...subject }) => ({
              ...subject,
              readers: readers.map(({ ways, category: _category, ...reader }) => ({
                ...reader,
                ways: ways.map(wayFacts),
              })),
            })),
          },
          null,
          2,
        )}\n`
      : `${found.map((each) => inWords(desk, each, each.readers)).join('\n\n')}\n`,
  );
  return exitCodes.fine;
}

/** What was asked about: one kind of data, in one place or wherever it stands. */
interface Subject {
  readonly category: string;
  readonly coordinates: readonly string[];
  readonly isWhole: boolean;
}

function subjectsOf(desk: Desk, asked: string): readonly Subject[] {
  const all = [...desk.graph.classification];
  const kinds = Object.keys(categories);
  const meant = kinds.filter((kind) => kind === asked || kind.startsWith(`${asked}.`)).sort();
  if (meant.length > 0) {
    return meant.map((category) => ({
      category,
      coordinates: all.flatMap(([coordinate, each]) => (each.category === category ? [coordinate] : [])),
      isWhole: true,
    }));
  }
  if (/^(user|bank|staff|system)\b/.test(asked))
    throw unknown('kind of data', asked, [...new Set(kinds.flatMap(parts))]);
  const coordinate = findCoordinate(desk, asked);
  const category = desk.graph.classification.get(coordinate)?.category ?? '';
  return [{ category, coordinates: [coordinate], isWhole: false }];
}

/** A kind of data and the parts of its name that stand for several: `user`, `user.contact`, `user.contact.email`. */
const parts = (kind: string): readonly string[] =>
  kind.split('.').map((_, at, names) => names.slice(0, at + 1).join('.'));

function readersOf(desk: Desk, { category, coordinates, isWhole }: Subject): readonly Reader[] {
  const { policy, table, graph, actors } = desk;
  const places = isWhole
    ? coordinates.filter((each) => isField(graph, each) && !/^(Query|Mutation)\./.test(each))
    : coordinates;
  return policy.roles.flatMap((role) =>
    policy.purposes.flatMap((purpose): Reader[] => {
      const situations = situationsFor([policy], role, purpose);
      const seen = places.filter((place) =>
        showsSomething(waysFor(table, place, reachable(desk, place, situations))),
      );
      const [first] = seen;
      if (first === undefined) return [];
      const types = [...new Set(seen.flatMap((place) => graph.ownersOf(typeOf(place))))];
      const isUse = !isField(graph, first);
      const ways = waysFor(table, first, reachable(desk, first, situations));
      const asks = isUse && typeOf(first) !== 'Mutation';
      if (asks && !situations.some(({ caller }) => mayUse(first, table, caller))) return [];
      return [
        {
          category,
          role,
          purpose,
          ways,
          objects: types.map((type) => ({ type, visible: objectsInWords(policy, type, [role]) })),
          scopes: [...new Set(seen.flatMap((place) => scopesFor(desk, place, ways)))].sort(),
          actors: actors
            .filter(({ roles, purposes }) => roles.includes(role) && purposes.includes(purpose))
            .map(({ name }) => name),
        },
      ];
    }),
  );
}

function scopesFor({ policy, graph }: Desk, place: string, ways: Cell['ways']): readonly string[] {
  if (typeOf(place) === 'Mutation') {
    return policy.actions.flatMap(({ id, scope }) =>
      ways.some(({ decision }) => decision.rule === id) ? [scope] : [],
    );
  }
  const target = graph.classification.get(place)?.target;
  return [typeOf(place), target].flatMap((type) => policy.scopes.get(type ?? '') ?? []);
}

function inWords(
  desk: Desk,
  { category, coordinates, isWhole }: Subject,
  readers: readonly Reader[],
): string {
  const { policy } = desk;
  const place = coordinates[0] ?? '';
  const title = isWhole ? category : `${place} (${category})`;
  const strict = isAuditStrict(policy, category) ? ' Every access is recorded before the answer leaves.' : '';
  const about = `${categories[category as Category]}.${strict}`;
  const stands = isWhole
    ? [`In ${coordinates.length > 0 ? listOf(coordinates) : 'no coordinate of the graph'}.`]
    : [];
  if (readers.length === 0)
    return [heading(title), columns([[about], ...stands.map((each) => [each])]), 'Nobody.'].join('\n');
  const isMutation = !isWhole && typeOf(place) === 'Mutation';
  const rows = readers.map(({ role, purpose, ways, objects, scopes, actors }) => [
    role,
    purpose,
    isMutation ? `ALLOW (${ways.map(({ decision }) => decision.rule).join()})` : waysInWords(ways),
    [
      ...new Set(
        objects.filter(({ visible }) => visible !== 'none').map(({ type, visible }) => `${type}: ${visible}`),
      ),
    ].join('; '),
    [...scopes, ...actors.map((actor) => `as ${actor}`)].join(', '),
  ]);
  const rules = new Map(
    readers.flatMap(({ ways }) => ways.flatMap((way) => way.rules.map((rule) => [rule.id, rule]))),
  );
  const reasons = isMutation ? actionReasons(desk, readers) : [...rules.values()].map(reasonRow);
  return [
    heading(title),
    columns([[about], ...stands.map((each) => [each])]),
    '',
    columns([['ROLE', 'PURPOSE', 'GETS', 'OF THE OBJECTS', 'SCOPES, ACTORS'], ...rows]),
    '',
    `Why (${count(reasons.length, 'rule')}; everyone else gets nothing):`,
    columns(reasons, 2),
  ].join('\n');
}

const reasonRow = ({ id, legalBasis, retention, because }: Rule): readonly string[] => [
  id,
  legalBasis,
  retention,
  because,
];

const actionReasons = ({ policy }: Desk, readers: readonly Reader[]): readonly (readonly string[])[] => {
  const ids = new Set(readers.flatMap(({ ways }) => ways.map(({ decision }) => decision.rule)));
  return policy.actions.flatMap(({ id, legalBasis, because }) =>
    ids.has(id) ? [[id, legalBasis, because]] : [],
  );
};

const listOf = (coordinates: readonly string[]): string => coordinates.join(', ');
