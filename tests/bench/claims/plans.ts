import { createSourceMeter } from '../../../schema/kernel/sources';
import type { SqlStore } from '../../../schema/ports/store';
import { createMeteredStore, type MeteredStore } from '../../../subgraphs/shared/metered-store';
import type { Read } from './reads';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** A store that explains the statements that it is asked, and answers nothing. */
function explaining(store: SqlStore, plans: Plan[]): MeteredStore {
  const metered = createMeteredStore(store, createSourceMeter());
  return {
    ...metered,
    async query(keys, text, values) {
      const [row] = await metered.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
        keys,
        `explain (format json) ${text}`,
        values,
      );
      plans.push(...(row?.['QUERY PLAN'] ?? []).map(({ Plan }) => Plan));
      return [];
    },
  };
}

/** @returns the tables that a read would go through from end to end. */
export async function scannedBy(store: SqlStore, read: Pick<Read, 'ask'>, n: number): Promise<string[]> {
  const plans: Plan[] = [];
  await read.ask(explaining(store, plans), n);
  if (plans.length === 0) throw new Error('nothing was asked');
  const scans = (plan: Plan): string[] => [
    ...(plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? '?'] : []),
    ...(plan.Plans ?? []).flatMap(scans),
  ];
  return plans.flatMap(scans);
}
