import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isObject, type JsonObject, own, type Path, put } from './json';
import { isOfType } from './types';

const FRAGMENT = '... on ';

/** Changes an object in place. */
export type Rewrite = (object: JsonObject) => void;

/** Compiles what the planner wants changed in what goes to a subgraph or comes from it; `undefined` for nothing. */
export function compileRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  supergraph: GraphQLSchema,
): Rewrite | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  const all = rewrites.map((rewrite) => compileRewrite(rewrite, supergraph));
  return (object) => all.forEach((rewrite) => rewrite(object));
}

function compileRewrite(rewrite: FetchDataRewrite, supergraph: GraphQLSchema): Rewrite {
  const parents = rewrite.path.slice(0, -1);
  const key = rewrite.path.at(-1) ?? '';
  const change: Rewrite =
    rewrite.kind === 'ValueSetter'
      ? (object) => put(object, key, rewrite.setValueTo)
      : (object) => {
          const value = own(object, key);
          if (value === undefined) return;
          put(object, rewrite.renameKeyTo, value);
          put(object, key, undefined);
        };
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) value.forEach((item: unknown) => visit(item, depth));
    if (!isObject(value)) return;
    const step = parents[depth];
    if (step === undefined) change(value);
    else if (!step.startsWith(FRAGMENT)) visit(own(value, step), depth + 1);
    // An object that does not tell its type is taken for one of the right type.
    else if (isOfType(supergraph, value, step.slice(FRAGMENT.length), true)) visit(value, depth + 1);
  };
  return (object) => visit(object, 0);
}

/**
 * Tells of what entities a fetch wants something; `undefined` where that is all. Where a subgraph knows an interface as an
 * object, the planner says which types are to be named so: of the interface's other types nothing is wanted, and the
 * subgraph does not know them, though what is said of the interface fits them.
 */
export function compileWanted(
  rewrites: readonly FetchDataRewrite[] | undefined,
  supergraph: GraphQLSchema,
): ((object: JsonObject) => boolean) | undefined {
  const named = (rewrites ?? []).flatMap((rewrite) => {
    const [type = '', key] = rewrite.path;
    if (rewrite.kind !== 'ValueSetter' || key !== '__typename') return [];
    return [{ type: type.slice(FRAGMENT.length), as: String(rewrite.setValueTo) }];
  });
  if (named.length === 0) return undefined;
  return (object) =>
    named.some(({ type, as }) => object.__typename === as || isOfType(supergraph, object, type)) ||
    !named.some(({ as }) => isOfType(supergraph, object, as));
}

/** Compiles the way back from the keys of a subgraph's answer to the client's, for the paths of errors. */
export function compileRenames(rewrites: readonly FetchDataRewrite[] | undefined): (path: Path) => Path {
  const renames = (rewrites ?? []).flatMap((rewrite) => {
    if (rewrite.kind !== 'KeyRenamer') return [];
    const keys = rewrite.path.filter((step) => !step.startsWith(FRAGMENT));
    return [{ keys, to: rewrite.renameKeyTo }];
  });
  const rename = (path: Path, keys: readonly string[], to: string): Path => {
    let depth = 0;
    return path.map((step) => {
      if (typeof step === 'number' || depth < 0 || depth >= keys.length) return step;
      depth = keys[depth] === step ? depth + 1 : -1;
      return depth === keys.length ? to : step;
    });
  };
  return (path) => renames.reduce((renamed, { keys, to }) => rename(renamed, keys, to), path);
}
