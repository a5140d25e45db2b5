import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { type Completion, completion, leafCompletion, listCompletion } from './complete';
import { askField, type FieldPlan, fieldPlan } from './fields';
import { type Lane, laneOf, type Pass } from './lanes';
import type { Place } from './place';
import { isLater, type Run, type Selection } from './run';
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

/** What objects of one type and selection look like. */
interface Form {
  /** Makes one whose keys are in their order, and which tells its type already. */
  readonly blank: () => Built;
  readonly fields: readonly FieldPlan[];
  /** Of those fields that have one. */
  readonly lanes: readonly Lane[];
  /** The fields as a gate lets them pass. */
  readonly passed: WeakMap<Pass, readonly FieldPlan[]>;
}

/** Compiles what is selected of a type, when the first object of it comes along. */
export function objectPlan(selecting: Selecting, type: GraphQLObjectType, sets: Sets): ObjectPlan {
  let form: Form | undefined;
  const compile = (): Form => {
    const selections = selectionsOf(selecting, type, sets);
    const asked = selections.filter(({ definition }) => definition !== TypeNameMetaFieldDef);
    const entries = selections.map(({ key, definition }) => [
      key,
      definition === TypeNameMetaFieldDef ? type.name : null,
    ]);
    return {
      blank: copierOf(Object.fromEntries(entries) as Built),
      fields: asked.map((selection) => fieldPlan(selection, completionOf(selecting, selection))),
      lanes: asked.flatMap(({ definition }) => laneOf(definition) ?? []),
      passed: new WeakMap(),
    };
  };
  return {
    build(source, run, place) {
      form ??= compile();
      const built = form.blank();
      let pending: Promise<unknown>[] | undefined;
      try {
        for (const field of fieldsFor(form, source, run)) {
          const value = askField(field, source, run, place);
          if (isLater(value)) (pending ??= []).push(put(built, field.key, value));
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
      const { blank, fields } = (form ??= compile());
      const built = blank();
      for (const field of fields) built[field.key] = await askField(field, source, run, undefined);
      return built;
    },
  };
}

/** @returns the fields, without their guards where the object's gate opens their lanes. */
function fieldsFor({ fields, lanes, passed }: Form, source: unknown, run: Run): readonly FieldPlan[] {
  const pass = lanes[0]?.gate.pass(lanes, source, run.context);
  if (!pass) return fields;
  let known = passed.get(pass);
  if (!known) {
    known = fields.map((field) => {
      const lane = laneOf(field.selection.definition);
      return lane && pass.opens.has(lane) ? { ...field, resolve: lane.open } : field;
    });
    passed.set(pass, known);
  }
  return known;
}

/**
 * Copies of one object are made quicker than objects whose keys are added one by one; and of many different ones,
 * `Object.assign` makes copies quicker than `...` does. It takes `__proto__` for something else than a key.
 */
const copierOf = (blank: Built): (() => Built) =>
  Object.hasOwn(blank, '__proto__') ? () => ({ ...blank }) : () => Object.assign({}, blank);

const put = (built: Built, key: string, value: Promise<unknown>): Promise<void> =>
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
