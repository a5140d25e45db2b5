import { openTestStore } from '../../harness/test-store';
import { diagramOf } from '../../../subgraphs/claims/lifecycle/diagram';
import { loadLifeCycle, parseLifeCycle } from '../../../subgraphs/claims/lifecycle/table';
import { lifeCycleSuite } from './lifecycle.suite';

lifeCycleSuite('PGlite', openTestStore);

describe('the table of a claim’s life', () => {
  const table = loadLifeCycle();

  it('lets every state be reached, and every state but the ends be left', () => {
    const rows = [...table.values()];
    const reached = new Set(rows.flatMap(({ to }) => (to === 'SAME' ? [] : [to])));
    const left = new Set(rows.filter(({ to }) => to !== 'SAME').flatMap(({ from }) => from));
    const ends = [...reached].filter((state) => !left.has(state)).sort();
    expect(ends).toEqual(['MERGED', 'REQUALIFIED', 'WITHDRAWN']);
    expect([...left].filter((state) => state !== 'NONE' && state !== 'DRAFT' && !reached.has(state))).toEqual(
      [],
    );
  });

  it('has one row for each event, no more and no less', () => {
    const text = 'version: "1"\ntransitions:\n';
    const row = '  - { event: FILED, from: [NONE], to: FILED, by: [CUSTOMER] }\n';
    expect(() => parseLifeCycle(text + row + row)).toThrow(
      'lifecycle.yaml:4: transitions.1: FILED has a row already',
    );
    expect(() => parseLifeCycle(text + row)).toThrow(
      /^lifecycle\.yaml:3: transitions: no row for FORMALISATION_INVITED, ACKNOWLEDGED, STARTED, /,
    );
    expect(() => parseLifeCycle(text + row.replace('CUSTOMER', 'SOMEBODY'))).toThrow(
      'lifecycle.yaml:3: transitions.0.by.0',
    );
  });

  it('is drawn with one arrow per change of state', () => {
    const diagram = diagramOf(table).split('\n');
    expect(diagram[0]).toBe('stateDiagram-v2');
    expect(diagram).toContain('  [*] --> FILED: FILED');
    expect(diagram).toContain('  ANSWERED --> CLOSED: CLOSED');
    expect(diagram.filter((line) => line.includes('HOLDING_REPLY_SENT'))).toEqual([]);
    expect(new Set(diagram).size).toBe(diagram.length);
  });
});
