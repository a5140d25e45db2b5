import { rowVisible } from '../../schema/policy/row';
import { type Decision, effects } from '../../schema/policy/types';
import { allCategories, waysInWords } from './cells';
import { objectsInWords } from './objects';
import type { Side } from './sides';
import { nobodyInParticular, objectsFor, type Situation, situationsFor } from './situations';

/** Whether somebody sees more than before, or less. What both gains and loses counts as widening. */
export type Direction = 'widening' | 'narrowing' | 'neutral';

/** One thing that another policy lets somebody see or do. */
export interface Change {
  readonly direction: Direction;
  readonly about: 'data' | 'objects' | 'mutation' | 'scope' | 'coordinate';
  /** A role, or `everyone`. */
  readonly who: string;
  readonly purpose?: string;
  /** Kinds of data, a type, a mutation or a coordinate. */
  readonly what: readonly string[];
  readonly before: string;
  readonly after: string;
}

const union = <T>(...lists: readonly (readonly T[])[]): readonly T[] => [...new Set(lists.flat())];

/** @returns whether decisions, one pair a situation, show more than before or less; `undefined` where all are equal. */
export function directionOf(pairs: Iterable<readonly [Decision, Decision]>): Direction | undefined {
  let direction: Direction | undefined;
  for (const [before, after] of pairs) {
    const grows = effects.indexOf(after.effect) - effects.indexOf(before.effect);
    // Which of two masks shows more cannot be told: a reader must look.
    if (grows > 0 || (grows === 0 && before.mask !== after.mask)) return 'widening';
    if (grows < 0) direction = 'narrowing';
  }
  return direction;
}

/** Everything that a policy lets somebody see or do and that another does not, or not in the same way. */
export function compare(before: Side, after: Side): readonly Change[] {
  return [
    ...dataChanges(before, after),
    ...objectChanges(before, after),
    ...mutationChanges(before, after),
    ...scopeChanges(before, after),
    ...coordinateChanges(before, after),
  ];
}

/** Calls back for every role and purpose of either policy. */
function forEveryone<T>(
  { policy: a }: Side,
  { policy: b }: Side,
  ask: (role: string, purpose: string, situations: readonly Situation[]) => readonly T[],
): readonly T[] {
  return union(a.roles, b.roles).flatMap((role) =>
    union(a.purposes, b.purposes).flatMap((purpose) =>
      ask(role, purpose, situationsFor([a, b], role, purpose)),
    ),
  );
}

function dataChanges(a: Side, b: Side): readonly Change[] {
  return forEveryone(a, b, (who, purpose, situations) => {
    const groups = new Map<string, Change>();
    for (const category of allCategories) {
      const pairs = situations.map(
        (each) => [a.cells.decide(category, each), b.cells.decide(category, each)] as const,
      );
      const direction = directionOf(pairs);
      if (!direction) continue;
      const was = waysInWords(a.cells.cell(category, who, purpose).ways);
      const is = waysInWords(b.cells.cell(category, who, purpose).ways);
      const key = JSON.stringify([direction, was, is]);
      const what = [...(groups.get(key)?.what ?? []), category];
      groups.set(key, { direction, about: 'data', who, purpose, what, before: was, after: is });
    }
    return [...groups.values()];
  });
}

function objectChanges(
  { policy: a, graph: graphA }: Side,
  { policy: b, graph: graphB }: Side,
): readonly Change[] {
  const types = union([...graphA.entities], [...graphB.entities]);
  return union(a.roles, b.roles).flatMap((role) => {
    const caller = nobodyInParticular({ roles: [role], scopes: [], purpose: '-' });
    const groups = new Map<string, Change>();
    for (const type of types) {
      const sees = objectsFor([a, b], caller).map(
        (facts) => [rowVisible(a, type, caller, facts), rowVisible(b, type, caller, facts)] as const,
      );
      const more = sees.some(([was, is]) => is && !was);
      const less = sees.some(([was, is]) => was && !is);
      if (!more && !less) continue;
      const [was, is] = [objectsInWords(a, type, [role]), objectsInWords(b, type, [role])];
      const direction = more ? 'widening' : 'narrowing';
      const key = JSON.stringify([direction, was, is]);
      const what = [...(groups.get(key)?.what ?? []), type];
      groups.set(key, { direction, about: 'objects', who: role, what, before: was, after: is });
    }
    return [...groups.values()];
  });
}

function mutationChanges(a: Side, b: Side): readonly Change[] {
  const named = [a, b].map(({ policy }) => policy.actions.flatMap(({ mutations }) => mutations));
  const scopes = union(...[a, b].map(({ policy }) => policy.actions.map(({ scope }) => scope)));
  const scopesFor = ({ table }: Side, mutation: string, role: string, purpose: string): readonly string[] =>
    scopes.filter((scope) => {
      const caller = nobodyInParticular({ roles: [role], scopes: [scope], purpose });
      return table.decide(`Mutation.${mutation}`, caller).effect === 'ALLOW';
    });
  const inWords = (given: readonly string[]): string =>
    given.length === 0 ? 'DENY' : `ALLOW with ${given.join(' or ')}`;
  return forEveryone(a, b, (who, purpose) =>
    union(...named).flatMap((mutation): Change[] => {
      const [was, is] = [scopesFor(a, mutation, who, purpose), scopesFor(b, mutation, who, purpose)];
      const more = is.some((scope) => !was.includes(scope));
      if (!more && was.every((scope) => is.includes(scope))) return [];
      const direction = more ? 'widening' : 'narrowing';
      return [
        {
          direction,
          about: 'mutation',
          who,
          purpose,
          what: [mutation],
          before: inWords(was),
          after: inWords(is),
        },
      ];
    }),
  );
}

function scopeChanges({ policy: a }: Side, { policy: b }: Side): readonly Change[] {
  return union([...a.scopes.keys()], [...b.scopes.keys()]).flatMap((type): Change[] => {
    const [was, is] = [a.scopes.get(type), b.scopes.get(type)];
    if (was === is) return [];
    // Who holds only the new scope could not read the type before.
    const direction = was === undefined ? 'narrowing' : 'widening';
    const inWords = (scope: string | undefined): string =>
      scope === undefined ? 'no scope' : `scope ${scope}`;
    return [
      { direction, about: 'scope', who: 'everyone', what: [type], before: inWords(was), after: inWords(is) },
    ];
  });
}

/** A coordinate that holds another kind of data than before is shown to others, without any rule having changed. */
function coordinateChanges(a: Side, b: Side): readonly Change[] {
  const [was, is] = [a.graph.classification, b.graph.classification];
  return union([...was.keys()], [...is.keys()]).flatMap((coordinate): Change[] => {
    const [before, after] = [was.get(coordinate)?.category, is.get(coordinate)?.category];
    if (before === after) return [];
    const common = { about: 'coordinate', who: 'everyone', what: [coordinate] } as const;
    if (before === undefined || after === undefined) {
      return [
        { ...common, direction: 'neutral', before: before ?? 'not there', after: after ?? 'not there' },
      ];
    }
    const directions = forEveryone(a, b, (_role, _purpose, situations) => {
      const pairs = situations.map(
        (each) => [a.cells.decide(before, each), b.cells.decide(after, each)] as const,
      );
      return [directionOf(pairs)];
    });
    const direction =
      (['widening', 'narrowing'] as const).find((each) => directions.includes(each)) ?? 'neutral';
    return [{ ...common, direction, before, after }];
  });
}
