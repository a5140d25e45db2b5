/**
 * Gathers what the subgraphs masked.
 *
 * @param extensions the `extensions` of each subgraph answer; `access.masked` in it lists coordinates.
 * @returns the coordinates, once each, in order: the client's `extensions.access.masked`.
 */
export function maskedFields(extensions: Iterable<unknown>): readonly string[] {
  const coordinates = new Set<string>();
  for (const each of extensions) {
    const masked = (each as { access?: { masked?: unknown } } | null | undefined)?.access?.masked;
    for (const coordinate of Array.isArray(masked) ? (masked as unknown[]) : []) {
      if (typeof coordinate === 'string' && /^\w+\.\w+$/.test(coordinate)) coordinates.add(coordinate);
    }
  }
  return [...coordinates].sort();
}
