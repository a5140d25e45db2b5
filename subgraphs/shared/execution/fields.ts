import { defaultFieldResolver, type GraphQLFieldResolver } from 'graphql';
import { type ArgumentsOf, argumentsOf } from './arguments';
import { completeLater, type Completion, note, NOWHERE, orNote } from './complete';
import { type Place, stepTo } from './place';
import { infoOf, isLater, isPending, type Run, type Selection } from './run';

/** One field, ready to be asked of any object of its type. */
export interface FieldPlan extends Completion {
  readonly key: string;
  readonly name: string;
  readonly selection: Selection;
  /** Absent where the object itself holds the value. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  readonly args: ArgumentsOf;
}

export function fieldPlan(selection: Selection, completion: Completion): FieldPlan {
  const { key, definition } = selection;
  const { resolve, name } = definition;
  return {
    ...completion,
    key,
    name,
    selection,
    resolve: resolve === defaultFieldResolver ? undefined : resolve,
    args: argumentsOf(selection),
  };
}

/** Resolves and completes one field of an object. @returns the answer's value, or a promise of it. */
export function askField(field: FieldPlan, source: unknown, run: Run, parent: Place | undefined): unknown {
  const { selection, resolve } = field;
  let place = field.leaf && !resolve ? NOWHERE : placeOf(field, parent);
  try {
    const value = resolve
      ? resolve(source, field.args(run), run.context, infoOf(run, selection, place))
      : held(field, source, run, parent);
    if (field.asItIs?.(value)) return value;
    if (isPending(value)) {
      if (place === NOWHERE) place = placeOf(field, parent);
      return completeLater(field, value, run, place);
    }
    const completed = field.complete(value, run, place);
    return isLater(completed) ? orNote(field, completed, run, place) : completed;
  } catch (error) {
    return note(field, error, run, place === NOWHERE ? placeOf(field, parent) : place);
  }
}

const placeOf = ({ key, selection }: FieldPlan, parent: Place | undefined): Place =>
  stepTo(parent, key, selection.parent.name);

/** What an object holds under a field's name; a function is called. */
function held(field: FieldPlan, source: unknown, run: Run, parent: Place | undefined): unknown {
  if ((typeof source !== 'object' && typeof source !== 'function') || source === null) return undefined;
  const value = (source as Record<string, unknown>)[field.name];
  if (typeof value !== 'function') return value;
  const info = infoOf(run, field.selection, placeOf(field, parent));
  return Reflect.apply(value, source, [field.args(run), run.context, info]) as unknown;
}
