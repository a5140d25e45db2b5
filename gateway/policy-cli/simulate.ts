import type { Caller } from '../../schema/kernel/caller';
import type { Decision } from '../../schema/policy/types';
import { type ExitCode, exitCodes } from '../command-line';
import { cutOperation } from '../policy/cut';
import { waysFor, waysInWords } from './cells';
import type { Command, Run } from './command';
import { type Direction, directionOf } from './compare';
import { columns, heading } from './layout';
import { objectsInWords, reachable, typeOf } from './objects';
import { readReplay, type Recorded } from './replay';
import { currentSide, readSide, type Side, sideInWords } from './sides';
import { objectsFor, type Situation, situationsFor } from './situations';
import { count } from './words';

/** What the next policy would do to operations. */
export const simulate: Command = {
  name: 'simulate',
  summary: 'what would change under the next policy: for recorded operations, or for everyone and everything',
  help: `
Usage: npm run policy -- simulate NEXT [--replay FILE] [--fail-on-widening] [--fail-on-narrowing] [--json]

Decides operations under the policy in force and under NEXT (a file or a git revision), and tells which change, for
whom, and how. Without --replay, every coordinate is asked for every role and purpose, with all scopes.

  --replay FILE         recorded operations, one JSON object a line:
                          {"actor": "adviser", "purpose": "complaint_handling", "coordinates": ["Account.iban"]}
                          {"grants": {"roles": ["handler_l1"], "scopes": ["claims:read"]}, "purpose": "…",
                           "document": "{ claims { edges { node { number } } } }"}
                        an operation may have an "id"; a document may have "operationName" and "variables"
  --fail-on-widening    exit code 1 where an operation shows more
  --fail-on-narrowing   exit code 1 where an operation shows less`,
  options: { replay: 'text', 'fail-on-widening': 'flag', 'fail-on-narrowing': 'flag' },
  words: [1, 1],
  run,
};

/** One operation that would be answered otherwise. */
interface Effect {
  /** The recorded operation; absent where everything is asked. */
  readonly operation?: string;
  readonly who: string;
  readonly purpose: string;
  readonly direction: Direction;
  /** Answered whole, in part, or not at all; only of documents, and where it changes. */
  readonly answer?: { readonly before: Answer; readonly after: Answer };
  readonly changes: readonly CoordinateChange[];
}

interface CoordinateChange {
  readonly coordinates: readonly string[];
  readonly direction: Direction;
  readonly before: string;
  readonly after: string;
}

type Answer = 'whole' | 'in part' | 'rejected';

function run(given: Run): ExitCode {
  const { words, option, flag, json, desk, surroundings } = given;
  const current = currentSide(given);
  const next = readSide(given, words[0] ?? '');
  const file = option('replay');
  const asked =
    file === undefined ? everything(current, next) : readReplay(desk, surroundings.readText(file), file);
  const effects = asked.flatMap((each) => effectOf(current, next, each));
  const changed = effects.length;
  const facts = {
    policies: { current: current.policy.version, next: next.policy.version },
    asked: asked.length,
    changed,
  };
  surroundings.print(
    json
      ? `${JSON.stringify({ ...facts, effects }, null, 2)}\n`
      : `${inWords(current, next, asked.length, effects)}\n`,
  );
  const found = (direction: Direction): boolean =>
    flag(`fail-on-${direction}`) &&
    effects.some(
      (each) => each.direction === direction || each.changes.some((change) => change.direction === direction),
    );
  return found('widening') || found('narrowing') ? exitCodes.finding : exitCodes.fine;
}

interface Asked extends Pick<Recorded, 'who' | 'coordinates'> {
  readonly purpose: string;
  readonly situations: readonly Situation[];
}

/** Every coordinate of either graph for every role and purpose of either policy, as one operation each. */
function everything(current: Side, next: Side): readonly Asked[] {
  const both = [current.policy, next.policy];
  const coordinates = [
    ...new Set([...current.graph.classification.keys(), ...next.graph.classification.keys()]),
  ];
  const roles = [...new Set(both.flatMap((policy) => policy.roles))];
  const purposes = [...new Set(both.flatMap((policy) => policy.purposes))];
  return roles.flatMap((who) =>
    purposes.map((purpose) => ({ who, purpose, coordinates, situations: situationsFor(both, who, purpose) })),
  );
}

function effectOf(current: Side, next: Side, asked: Asked | Recorded): readonly Effect[] {
  const isRecorded = 'caller' in asked;
  const situations = isRecorded ? situationsOfCaller(current, next, asked.caller) : asked.situations;
  const groups = new Map<string, CoordinateChange>();
  for (const coordinate of asked.coordinates) {
    const [was, is] = [current, next].map((side) => decisionsOf(side, coordinate, situations));
    if (!was || !is) continue;
    const direction = directionOf(was.map((each, at) => [each, is[at] ?? each] as const));
    if (!direction) continue;
    const [before = '', after = ''] = shownInWords([current, next], coordinate, situations);
    const key = JSON.stringify([direction, before, after]);
    groups.set(key, {
      coordinates: [...(groups.get(key)?.coordinates ?? []), coordinate],
      direction,
      before,
      after,
    });
  }
  const changes = [...groups.values()];
  const answer = isRecorded ? answerChange(current, next, asked) : undefined;
  if (changes.length === 0 && !answer) return [];
  const direction = changes.some((each) => each.direction === 'widening') ? 'widening' : 'narrowing';
  return [
    {
      ...(isRecorded && { operation: asked.id }),
      who: asked.who,
      purpose: isRecorded ? asked.caller.purpose : asked.purpose,
      direction,
      ...(answer && { answer }),
      changes,
    },
  ];
}

const situationsOfCaller = (current: Side, next: Side, caller: Caller): readonly Situation[] =>
  objectsFor([current.policy, next.policy], caller).map((facts) => ({ caller, facts }));

/** What each side shows of a coordinate; where that is the same, which objects it lets the caller know of. */
function shownInWords(
  sides: readonly Side[],
  coordinate: string,
  situations: readonly Situation[],
): readonly string[] {
  const texts = sides.map((side) => {
    const visible = reachable(side, coordinate, situations);
    return visible.length === 0 ? 'no object' : waysInWords(waysFor(side.table, coordinate, visible));
  });
  if (texts[0] !== texts[1]) return texts;
  const roles = situations[0]?.caller.roles ?? [];
  return sides.map(({ graph, policy }, at) => {
    const owners = graph.ownersOf(typeOf(coordinate));
    const objects = owners.map((owner) => `${owner}: ${objectsInWords(policy, owner, roles)}`);
    return `${texts[at] ?? ''} (${objects.join('; ')})`;
  });
}

/** What is shown of a coordinate before each object; nothing of an object that the caller may not know of. */
function decisionsOf(side: Side, coordinate: string, situations: readonly Situation[]): readonly Decision[] {
  const visible = new Set(reachable(side, coordinate, situations));
  return situations.map((situation) =>
    visible.has(situation)
      ? side.table.decide(coordinate, situation.caller, situation.facts)
      : { effect: 'DENY', rule: '-', code: 'NO_RULE' },
  );
}

function answerChange(current: Side, next: Side, { document, operationName, variables, caller }: Recorded) {
  if (!document) return undefined;
  const answerOf = ({ graph: { schema }, table }: Side): Answer => {
    const cut = cutOperation({ document, operationName, variables, schema, table, caller });
    if (cut.kind === 'rejected') return 'rejected';
    return cut.document === document ? 'whole' : 'in part';
  };
  const [before, after] = [answerOf(current), answerOf(next)];
  return before === after ? undefined : { before, after };
}

function inWords(current: Side, next: Side, asked: number, effects: readonly Effect[]): string {
  const isReplay = effects.some(({ operation }) => operation !== undefined);
  const title = heading(`${sideInWords(current)} → ${sideInWords(next)}`);
  const all = isReplay
    ? count(asked, 'operation')
    : count(asked, 'pair of role and purpose', 'pairs of role and purpose');
  const summary = `${effects.length} of ${all} would be answered otherwise.`;
  const rows = effects.flatMap(({ operation, who, purpose, answer, changes }) => {
    const lead = [...(operation === undefined ? [] : [operation]), who, purpose];
    const first = answer ? [[...lead, 'the whole answer', answer.before, `→ ${answer.after}`]] : [];
    const lines = changes.map(({ coordinates, before, after }) => [
      ...lead,
      coordinates.join(', '),
      before,
      `→ ${after}`,
    ]);
    return [...first, ...lines].map((row, at) =>
      at === 0 ? row : [...lead.map(() => ''), ...row.slice(lead.length)],
    );
  });
  return effects.length === 0
    ? `${title}\nNothing would change.`
    : `${title}\n${summary}\n\n${columns(rows)}`;
}
