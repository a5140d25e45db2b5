import { isDeepStrictEqual } from 'node:util';
import type { Said } from './run';

/** How two answers to one operation differ. */
export interface Difference {
  /** Absent where they are the same, or differ for the reasons given. */
  readonly unexplained?: string;
  readonly reasons: readonly string[];
}

type Tree = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => JSON.stringify(value);

/**
 * Compares data and errors one by one.
 *
 * @param losing why the stock executor may lose what objects hold: a subgraph named an object's type by the interface that
 *   it knows it as, and it is taken for one of no type; or what a fetch needs for one of its fields is under the same
 *   condition as that field, and the other fields are lost with it.
 *
 * Four things the stock executor is known to do: it answers fields of fragments after the others, it counts the entities
 * it did not ask about when it puts errors into place, it keeps quiet about missing values once anything else went wrong,
 * and it asks for a field twice, and hears twice that it fails, where the plan needs what the client calls otherwise. Two
 * plans may need different keys, of which each can fail, and may ask for more or less below what is null in the end.
 */
export function differenceOf(theirs: Said, ours: Said, losing?: string): Difference {
  const reasons: string[] = [];
  if (text(theirs.data) !== text(ours.data)) reasons.push('order of keys');
  if (!isDeepStrictEqual(theirs.data, ours.data)) {
    if (losing !== undefined && isFuller(ours.data, theirs.data)) return { reasons: [losing] };
    return { reasons, unexplained: tell('data', theirs, ours) };
  }
  if (text(theirs.errors) !== text(ours.errors)) {
    const codes = ({ errors }: Said): string[] => errors.map(({ message, code }) => text([message, code]));
    if (text(codes(theirs).sort()) !== text(codes(ours).sort())) {
      const reason = whyErrorsDiffer(theirs, ours, losing);
      if (reason === undefined) return { reasons, unexplained: tell('errors', theirs, ours) };
      reasons.push(reason);
    }
    const wrong = ours.errors.find(({ message, path }) => !isAbout(ours.data, message, path));
    if (wrong) return { reasons, unexplained: tell(`the place of ${wrong.message}`, theirs, ours) };
    reasons.push('places of errors');
  }
  if (text(theirs.missing) !== text(ours.missing)) {
    if (theirs.errors.length === 0) return { reasons, unexplained: tell('missing values', theirs, ours) };
    reasons.push('missing values beside errors');
  }
  return { reasons };
}

/** Why two answers of the same data tell of different errors; `undefined` where nothing explains it. */
function whyErrorsDiffer(theirs: Said, ours: Said, losing: string | undefined): string | undefined {
  const said = (errors: Said['errors']): string[] => errors.map(({ message, code }) => text([message, code]));
  const [stock, engine] = [said(theirs.errors), said(ours.errors)];
  if (stock.every((each) => engine.includes(each)) && includes(stock, engine)) return 'asked twice';
  const asked = ({ data, errors }: Said): string =>
    text(said(errors.filter(({ path }) => !isForThePlan(data, path))).sort());
  if (asked(theirs) === asked(ours)) return 'what another plan needs';
  const places = ({ data, errors }: Said): string =>
    text(
      errors
        .flatMap((each) => nullAbove(data, each.path) ?? said([each]))
        .sort()
        .filter(isFirstOfPlace),
    );
  if (places(theirs) === places(ours)) return 'below what is null anyway';
  // What it does not ask for does not fail either; where the whole answer is nothing, the data cannot show it.
  return losing !== undefined && includes(engine, stock) ? losing : undefined;
}

/** What an error is told as that lies below a null of the answer: whatever else failed there is nobody's loss. */
function nullAbove(data: unknown, path: unknown): string | undefined {
  const steps = path as string[];
  let value = data;
  for (const [at, step] of steps.entries()) {
    if (value === null || value === undefined) return `null ${text(steps.slice(0, at))}`;
    value = (value as Tree)[step];
  }
  return undefined;
}

const isFirstOfPlace = (each: string, at: number, all: readonly string[]): boolean =>
  !each.startsWith('null ') || all.indexOf(each) === at;

/** Whether one list says all that the other does, at least as often. */
function includes(one: readonly string[], other: readonly string[]): boolean {
  const times = (list: readonly string[], each: string): number =>
    list.filter((said) => said === each).length;
  return other.every((each) => times(other, each) <= times(one, each));
}

/** Whether the place is one that the answer has no room for: the client did not ask for it. */
function isForThePlan(data: unknown, path: unknown): boolean {
  const steps = path as string[];
  const holder = steps.slice(0, -1).reduce<unknown>((value, step) => (value as Tree | null)?.[step], data);
  const last = steps.at(-1);
  return typeof holder === 'object' && holder !== null && last !== undefined && !(last in holder);
}

/** Whether one answer holds all that the other does. */
function isFuller(one: unknown, other: unknown): boolean {
  if (other === null) return true;
  if (typeof other !== 'object') return one === other;
  if (typeof one !== 'object' || one === null || Array.isArray(one) !== Array.isArray(other)) return false;
  if (Array.isArray(other) && other.length !== (one as unknown[]).length) return false;
  return Object.entries(other).every(([key, value]) => isFuller((one as Tree)[key], value));
}

/** Whether the object that holds the place is the one that the message names, as far as the answer tells. */
function isAbout(data: unknown, message: string, path: unknown): boolean {
  const named = /^(?:boom|lost) \w+:(\d+)\b/.exec(message)?.[1];
  const steps = (message.startsWith('boom') ? (path as unknown[]).slice(0, -1) : path) as string[];
  const holder = steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : value,
    data,
  );
  const id = (holder as { id?: unknown } | null)?.id;
  return typeof id !== 'string' || !/^\d+$/.test(id) || named === undefined || named === id;
}

const tell = (what: string, theirs: Said, ours: Said): string =>
  `They differ in ${what}:\nstock  ${text(theirs)}\nengine ${text(ours)}`;

/** Whether an operation has conditions that its variables decide. */
export const underCondition = (query: string): string | undefined =>
  /@(skip|include)\(if: \$/.test(query) ? 'what is needed is under a condition' : undefined;

/** Whether a subgraph's answer tells, of an entity, no more than the interface that it is of. */
export const namedByInterface = ({ data }: { data?: unknown }): string | undefined =>
  text(data ?? null).includes('"__typename":"Media"') ? 'objects named by their interface' : undefined;
