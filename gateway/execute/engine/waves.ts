import type { PlannedFetch } from './planned';

/** Fetches that go to one subgraph in one request. */
export interface Wave {
  readonly fetches: readonly PlannedFetch[];
  /** Which of the others, by their places in the list, must be done before. */
  readonly after: readonly number[];
}

/**
 * Puts fetches that may travel together into one request: those of one subgraph with as many others before them. One
 * that nobody waits for travels with the last of its subgraph. Each request is sent as soon as what its own fetches wait
 * for is there; requests to other subgraphs hold nothing up.
 *
 * @param alone whether every fetch is a request of its own, as changes need: what follows one must not see the next.
 */
export function wavesOf(fetches: readonly PlannedFetch[], alone: boolean): readonly Wave[] {
  const awaited = new Set(fetches.flatMap(({ after }) => after));
  const kindOf = ({ node, conditions }: PlannedFetch): string =>
    JSON.stringify([node.serviceName, conditions]);
  const last = new Map<string, number>();
  for (const fetch of fetches) {
    if (!fetch.node.requires) continue;
    last.set(kindOf(fetch), Math.max(fetch.level, last.get(kindOf(fetch)) ?? 0));
  }
  const waves = new Map<string, { level: number; fetches: PlannedFetch[] }>();
  const waveOf = new Map<PlannedFetch, { level: number; fetches: PlannedFetch[] }>();
  fetches.forEach((fetch, index) => {
    const together = !alone && fetch.node.requires !== undefined;
    const kind = kindOf(fetch);
    const level = together && !awaited.has(fetch) ? (last.get(kind) ?? fetch.level) : fetch.level;
    const key = together ? `${level} ${kind}` : String(index);
    let wave = waves.get(key);
    if (!wave) waves.set(key, (wave = { level, fetches: [] }));
    wave.fetches.push(fetch);
    waveOf.set(fetch, wave);
  });
  const ordered = [...waves.values()].sort((a, b) => a.level - b.level);
  return ordered.map((wave) => {
    const after = wave.fetches.flatMap((fetch) => fetch.after.map((each) => waveOf.get(each)));
    return {
      fetches: wave.fetches,
      after: [...new Set(after.map((each) => (each ? ordered.indexOf(each) : -1)))],
    };
  });
}
