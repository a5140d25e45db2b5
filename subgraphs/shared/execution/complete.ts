import type { FieldNode, GraphQLLeafType } from 'graphql';
import { asItIs, leafWriter } from './leaf';
import { type Place, stepTo } from './place';
import { isLater, isPending, type Run, type Selection } from './run';

/**
 * Makes the answer's value of what a resolver gave.
 *
 * @param place of the value; {@link NOWHERE} for a leaf, which needs none.
 * @returns the value, or a promise of it.
 * @throws whatever is wrong: it is noted where nothing may be.
 */
export type Complete = (value: unknown, run: Run, place: Place) => unknown;

/** Stands for the places of leaves that are fine: most of an answer, and only mistakes are told by their places. */
export const NOWHERE: Place = stepTo(undefined, '', undefined);

/** How values of one type are made. */
export interface Completion {
  readonly nodes: readonly FieldNode[];
  readonly complete: Complete;
  readonly required: boolean;
  /** Nothing in it has a place of its own. */
  readonly leaf: boolean;
  /** Tells what is complete already. */
  readonly asItIs?: ((value: unknown) => boolean) | undefined;
}

/** Completes what may be nothing, or an error. @param inner completes everything else. */
export function completion(
  { parent, definition, nodes }: Selection,
  required: boolean,
  inner: (value: NonNullable<unknown>, run: Run, place: Place) => unknown,
  leaf = false,
): Completion {
  const complete: Complete = (value, run, place) => {
    if (value === null || value === undefined) {
      if (!required) return null;
      throw new Error(`Cannot return null for non-nullable field ${parent.name}.${definition.name}.`);
    }
    if (value instanceof Error) throw value;
    return inner(value, run, place);
  };
  return { nodes, complete, required, leaf };
}

export const leafCompletion = (
  selection: Selection,
  required: boolean,
  type: GraphQLLeafType,
): Completion => ({
  ...completion(selection, required, leafWriter(type), true),
  asItIs: asItIs(type),
});

/** Completes a list. Items that are still to come are awaited together. */
export function listCompletion(selection: Selection, required: boolean, each: Completion): Completion {
  return completion(selection, required, (value, run, place) => {
    const items = itemsOf(value, selection);
    const built = new Array<unknown>(items.length);
    let pending = false;
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      if (each.asItIs?.(item)) {
        built[index] = item;
        continue;
      }
      const isComing = isPending(item);
      let here = each.leaf && !isComing ? NOWHERE : stepTo(place, index, undefined);
      try {
        let completed = isComing ? completeLater(each, item, run, here) : each.complete(item, run, here);
        if (isLater(completed)) {
          pending = true;
          if (!isComing) completed = orNote(each, completed, run, here);
        }
        built[index] = completed;
      } catch (error) {
        // What is under way may fail too, when nobody hears of it any more.
        if (pending && each.required) Promise.all(built).catch(() => undefined);
        if (here === NOWHERE) here = stepTo(place, index, undefined);
        built[index] = note(each, error, run, here);
      }
    }
    return pending ? Promise.all(built) : built;
  });
}

/** Completes what is still to come. */
export const completeLater = (
  each: Completion,
  value: PromiseLike<unknown>,
  run: Run,
  place: Place,
): Promise<unknown> =>
  orNote(
    each,
    Promise.resolve(value).then((settled) => each.complete(settled, run, place)),
    run,
    place,
  );

/** Notes what goes wrong later. */
export const orNote = (
  each: Completion,
  completed: Promise<unknown>,
  run: Run,
  place: Place,
): Promise<unknown> => completed.then(undefined, (error: unknown) => note(each, error, run, place));

/** Notes what went wrong. @returns null. @throws where there must be a value. */
export const note = ({ nodes, required }: Completion, error: unknown, run: Run, place: Place): null =>
  run.faults.note(error, nodes, place, required);

function itemsOf(value: NonNullable<unknown>, { parent, definition }: Selection): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && Symbol.iterator in value) return Array.from(value as Iterable<unknown>);
  throw new Error(`Expected Iterable, but did not find one for field "${parent.name}.${definition.name}".`);
}
