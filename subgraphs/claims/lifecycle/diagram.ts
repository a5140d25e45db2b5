import { type LifeCycle, NONE } from './table';

/** The life cycle as a Mermaid state diagram: one arrow per change of state; what leaves the state alone is not drawn. */
export function diagramOf(table: LifeCycle): string {
  const arrows = new Map<string, string[]>();
  for (const { event, from, to } of table.values()) {
    if (to === 'SAME') continue;
    for (const state of from) {
      const arrow = `${state === NONE ? '[*]' : state} --> ${to}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), event]);
    }
  }
  const lines = [...arrows].map(([arrow, events]) => `  ${arrow}: ${events.join(', ')}`);
  return ['stateDiagram-v2', ...lines].join('\n');
}
