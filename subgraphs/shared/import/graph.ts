import type { FieldModel, ScalarKind } from './model';

/** How the graph and TypeScript write one kind of value. */
export interface Spelling {
  /** What `@Field(() => …)` gives. */
  readonly graph: string;
  /** Where `graph` comes from, unless it is TypeScript's own. */
  readonly from?: 'type-graphql' | '../shared/scalars';
  readonly ts: string;
}

const SPELLINGS: Readonly<Record<ScalarKind, Spelling>> = {
  text: { graph: 'String', ts: 'string' },
  int: { graph: 'Int', from: 'type-graphql', ts: 'number' },
  float: { graph: 'Float', from: 'type-graphql', ts: 'number' },
  boolean: { graph: 'Boolean', ts: 'boolean' },
  date: { graph: 'GraphQLDate', from: '../shared/scalars', ts: 'string' },
  dateTime: { graph: 'GraphQLDateTime', from: '../shared/scalars', ts: 'Date' },
};

export const spellingOf = (kind: ScalarKind): Spelling => SPELLINGS[kind];

/** @returns imports of what these fields need, by module. */
export function scalarImports(fields: readonly FieldModel[]): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, Set<string>>();
  for (const { type } of fields) {
    if (typeof type === 'object') continue;
    const { graph, from } = SPELLINGS[type];
    if (from) needed.set(from, (needed.get(from) ?? new Set()).add(graph));
  }
  return new Map([...needed].map(([module, names]) => [module, [...names].sort()]));
}

/** @returns an import of these names, sorted; nothing where there is none. */
export function importOf(names: Iterable<string>, module: string): string {
  const plain = (name: string): string => name.replace(/^type /, '').toLowerCase();
  const list = [...new Set(names)].sort((a, b) => (plain(a) < plain(b) ? -1 : 1));
  if (list.length === 0) return '';
  const types = list.every((name) => name.startsWith('type '));
  return types
    ? `import type { ${list.map((name) => name.slice(5)).join(', ')} } from '${module}';`
    : `import { ${list.join(', ')} } from '${module}';`;
}
