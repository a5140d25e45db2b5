interface Edge {
  readonly cursor?: unknown;
  readonly node?: unknown;
}

/** A page of a list, as `connection` makes it. */
interface Page {
  readonly edges: readonly Edge[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

const isPage = (value: object): value is Page => 'edges' in value && Array.isArray(value.edges);

/**
 * Leaves out what a link leads to and the caller may not know of: one object, a list, or a page. What is left looks as
 * if there were no more; of a page of which nothing is left, nothing tells that others follow.
 *
 * @param isKept asked of each object once, in order; lists are asked of at once.
 */
export async function keepTargets(
  value: unknown,
  isKept: (target: object) => Promise<boolean>,
): Promise<unknown> {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if (Array.isArray(value)) return kept(value as readonly unknown[], (item) => item, isKept);
  if (!isPage(value)) return (await isKept(value)) ? value : null;
  const edges = await kept(value.edges, ({ node }) => node, isKept);
  if (edges.length === value.edges.length) return value;
  const [first, last] = [edges[0], edges.at(-1)];
  const pageInfo = {
    ...value.pageInfo,
    hasNextPage: last !== undefined && value.pageInfo.hasNextPage,
    startCursor: first?.cursor ?? null,
    endCursor: last?.cursor ?? null,
  };
  return { ...value, edges, pageInfo };
}

async function kept<T>(
  items: readonly T[],
  targetOf: (item: T) => unknown,
  isKept: (target: object) => Promise<boolean>,
): Promise<readonly T[]> {
  const answers = await Promise.all(
    items.map(async (item) => {
      const target = targetOf(item);
      return typeof target !== 'object' || target === null || target instanceof Error || isKept(target);
    }),
  );
  return items.filter((_, at) => answers[at]);
}
