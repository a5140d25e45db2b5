import { buildASTSchema, parse } from 'graphql';
import { dataMapOf, type MappedField } from '../../schema/contract/data-map';
import { originsOf } from '../../schema/contract/origins';
import { planWalk, type Picked, type Walk } from '../../schema/contract/walk';
import type { Caller } from '../../schema/kernel/caller';
import type { Clock } from '../../schema/kernel/clock';
import type { AccessTable } from '../../schema/policy/compile';
import type { DataExport, SystemReport } from './export.type';
import { isAbsence, type Problem } from './findings';
import { type AskGraph, gather } from './gather';

/** Makes copies of everything about one data subject. */
export interface Exporter {
  /**
   * @param id the data subject's key.
   * @param caller who asks: known once the first operation was answered.
   * @returns `undefined` where there is no such data subject for who asks.
   */
  export(id: string, ask: AskGraph, caller: () => Caller | undefined): Promise<DataExport | undefined>;
}

/**
 * @param supergraph its text: the walk, the systems and the uses are read out of it.
 * @param table the rules in force.
 */
export function createExporter(supergraph: string, table: AccessTable, clock: Clock): Exporter {
  const schema = buildASTSchema(parse(supergraph), { assumeValidSDL: true });
  const walk = planWalk(schema, table.classification);
  const { subgraphsOf } = originsOf(schema);
  const asked = [...new Set(coordinatesOf(walk))];
  const systems = [...new Set(asked.flatMap((each) => subgraphsOf(each)))].sort();
  const because = new Map(table.policy.rules.map((rule) => [rule.id, rule.because]));
  let fields: readonly MappedField[] | undefined;

  const reports = (problems: readonly Problem[]): SystemReport[] =>
    systems.map((system) => {
      const own = problems.filter(({ field }) => subgraphsOf(field).includes(system));
      return { system, status: own.every(isAbsence) ? 'ANSWERED' : 'INCOMPLETE', problems: own };
    });
  const reasonOf = (field: string, caller: Caller): string | null => {
    const look = table.look(field, caller);
    const outcomes = look.kind === 'CONDITIONAL' ? look.possible : [look.decision];
    return because.get(outcomes.find(({ effect }) => effect === 'DENY')?.rule ?? '') ?? null;
  };
  return {
    async export(id, ask, callerOf) {
      const found = await gather(walk, id, ask);
      const caller = callerOf();
      if (!found || !caller) return undefined;
      return {
        format: 'claims-hub-data-export',
        version: 1,
        generatedAt: clock.now().toISOString(),
        dataSubject: id,
        purpose: caller.purpose,
        policy: { name: table.policy.name, version: table.policy.version },
        complete: found.complete(),
        systems: reports(found.problems()),
        withheld: found.withheld().map((field) => ({ field, because: reasonOf(field, caller) })),
        masked: found.masked(),
        fields: (fields ??= dataMapOf(schema, walk, table)),
        data: found.data,
      };
    },
  };
}

function coordinatesOf({ steps }: Walk): readonly string[] {
  const inside = (fields: readonly Picked[]): readonly string[] =>
    fields.flatMap((each) => [each.coordinate, ...inside(each.fields)]);
  return [...steps.values()].flatMap(({ fields }) => inside(fields));
}
