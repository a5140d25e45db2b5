import type { Picked } from './walk';

/** Nodes of one page: as many as a page holds. */
const PAGE = 100;

/**
 * Writes a selection as an operation.
 *
 * @param path a field of `Query` that takes `id`, and single fields below it.
 * @param further the connection that goes on after `$after`.
 */
export function documentOf(path: readonly string[], fields: readonly Picked[], further?: string): string {
  const [root = '', ...below] = path;
  const inner = below.reduceRight((body, name) => `${name} { ${body} }`, selection(fields, further));
  const variables = further === undefined ? '$id: ID!' : '$id: ID!, $after: String';
  return `query DataExport(${variables}) { ${root}(id: $id) { ${inner} } }`;
}

const selection = (fields: readonly Picked[], further?: string): string =>
  fields
    .map(({ name, kind, fields: inner }) => {
      if (kind === 'leaf') return name;
      if (kind === 'link') return `${name} { id }`;
      if (kind === 'part') return `${name} { ${selection(inner)} }`;
      const after = name === further ? ', after: $after' : '';
      return `${name}(first: ${PAGE}${after}) { edges { node { ${selection(inner)} } } pageInfo { hasNextPage endCursor } }`;
    })
    .join(' ');
