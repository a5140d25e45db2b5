import DataLoader from 'dataloader';
import type { OperationContext } from '../../../schema/kernel/operation';
import type { AccessTable } from '../../../schema/policy/compile';
import { NO_STANDING, type Standing } from '../../../schema/policy/standing';
import type { StandingReader } from '../../../schema/ports/standing';
import { perOperation } from '../per-operation';
import type { Guard } from './guard';

/** What the owners of one operation's objects asked for, as far as decisions about them need it. */
export interface OwnerStandings {
  /** Whether a decision about a field may depend on it, and it can be found out. */
  asks(guard: Guard): boolean;
  /** @returns whether it is known now, without a question to anybody. */
  recall(customer: string | undefined): boolean;
  /** @returns `undefined` where it was not found out. */
  of(customer: string | undefined): Standing | undefined;
  /**
   * @param customerOf the owner's customer number, where the object tells it.
   * @returns `undefined` where nothing has to be found out.
   * @throws {SourceUnavailable} the store that knows it is down.
   */
  find(guard: Guard, customerOf: () => string | null | undefined): Promise<void> | undefined;
  /** As `find`, for arguments of a list. @param coordinates theirs. */
  findFor(coordinates: readonly string[], customer: string | null | undefined): Promise<void> | undefined;
}

/** The name under which the store's calls are counted. */
const STORE = 'store';

/** One operation asks the store once for each owner, whichever subgraphs of this process it visits. */
const loaderOf = perOperation(
  (operation, reader: StandingReader) =>
    new DataLoader<string, Standing>(async (numbers) => {
      const found = await operation.sources.measure(STORE, numbers.length, () => reader.standingsOf(numbers));
      return numbers.map((number) => found.get(number) ?? NO_STANDING);
    }),
);

/**
 * @param reader absent where this process has no store of its own: then nothing is found out.
 * @param asking by guard, what is known already of callers with equal grants, and is filled in here.
 */
export function createOwnerStandings(
  operation: OperationContext,
  table: AccessTable,
  reader: StandingReader | undefined,
  asking: boolean[],
): OwnerStandings {
  const known = new Map<string, Standing>();
  const asks = ({ index, coordinate }: Guard): boolean =>
    reader !== undefined && (asking[index] ??= table.asksStanding(coordinate, operation.caller));
  const recall = (customer: string | undefined): boolean => {
    if (customer === undefined) return false;
    const inMind = known.has(customer) ? undefined : reader?.known?.(customer);
    if (inMind) known.set(customer, inMind);
    return known.has(customer);
  };
  const load = (from: StandingReader, customer: string | null | undefined): Promise<void> | undefined => {
    if (customer === undefined || customer === null || recall(customer)) return undefined;
    return loaderOf(operation, from)
      .load(customer)
      .then((standing) => void known.set(customer, standing));
  };
  return {
    asks,
    recall,
    of: (customer) => (customer === undefined ? undefined : known.get(customer)),
    find(guard, customerOf) {
      return reader && asks(guard) ? load(reader, customerOf()) : undefined;
    },
    findFor(coordinates, customer) {
      const isAsked = coordinates.some((each) => table.asksStanding(each, operation.caller));
      return reader && isAsked ? load(reader, customer) : undefined;
    },
  };
}
