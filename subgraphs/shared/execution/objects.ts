import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type SelectionSetNode,
} from 'graphql';
import { type Completion, completion, leafCompletion, listCompletion } from './complete';
import { askField, type FieldPlan, fieldPlan } from './fields';
import type { Place } from './place';
import { isPending, type Run, type Selection } from './run';
import { type Selecting, selectionsOf } from './selections';
import { abstractOf, objectOf } from './types';

type Sets = readonly (SelectionSetNode | undefined)[];
type Built = Record<string, unknown>;

/** Asks an object for the selected fields and builds the answer's object, its keys in their order. */
export interface ObjectPlan {
  /** @returns the object, or a promise of it. @throws a value is missing that must be there. */
  build(source: unknown, run: Run, place: Place | undefined): unknown;
  /** Asks for each field when the one before it is done. */
  buildInTurn(source: unknown, run: Run): Promise<Built>;
}

/** Compiles what is selected of a type, when the first object of it comes along. */
export function objectPlan(selecting: Selecting, type: GraphQLObjectType, sets: Sets): ObjectPlan {
  let plans: readonly FieldPlan[] | undefined;
  let blank: Built = {};
  const compiled = (): readonly FieldPlan[] => {
    if (plans) return plans;
    const selections = selectionsOf(selecting, type, sets);
    // Objects of one shape are copies of one object: quicker than keys added one by one, and `__proto__` is a key.
    blank = Object.fromEntries(selections.map(({ key }) => [key, null]));
    plans = selections.map((selection) => fieldPlan(selection, completionOf(selecting, selection)));
    return plans;
  };
  return {
    build(source, run, place) {
      const fields = compiled();
      const built = { ...blank };
      let pending: PromiseLike<unknown>[] | undefined;
      try {
        for (const field of fields) {
          const value = field.typeName ?? askField(field, source, run, place);
          if (isPending(value)) (pending ??= []).push(put(built, field.key, value));
          else built[field.key] = value;
        }
      } catch (error) {
        if (!pending) throw error;
        return Promise.all(pending).finally(() => {
          throw error;
        });
      }
      return pending ? Promise.all(pending).then(() => built) : built;
    },
    async buildInTurn(source, run) {
      const fields = compiled();
      const built = { ...blank };
      for (const field of fields)
        built[field.key] = field.typeName ?? (await askField(field, source, run, undefined));
      return built;
    },
  };
}

const put = (built: Built, key: string, value: PromiseLike<unknown>): PromiseLike<void> =>
  value.then((settled) => {
    built[key] = settled;
  });

function completionOf(
  selecting: Selecting,
  selection: Selection,
  type: GraphQLOutputType = selection.definition.type,
  required = false,
): Completion {
  if (isNonNullType(type)) return completionOf(selecting, selection, type.ofType, true);
  if (isListType(type))
    return listCompletion(selection, required, completionOf(selecting, selection, type.ofType));
  if (isLeafType(type)) return leafCompletion(selection, required, type);
  const sets = selection.nodes.map(({ selectionSet }) => selectionSet);
  const objectsOf = (each: GraphQLObjectType) =>
    objectOf(selection, each, objectPlan(selecting, each, sets).build);
  return completion(
    selection,
    required,
    isAbstractType(type) ? abstractOf(selection, type, objectsOf) : objectsOf(type),
  );
}
