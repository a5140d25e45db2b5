import DataLoader from 'dataloader';
import type { OperationContext } from '../../../schema/kernel/operation';
import type { AccessTable } from '../../../schema/policy/compile';
import { NO_STANDING, type Standing } from '../../../schema/policy/standing';
import type { StandingReader } from '../../../schema/ports/standing';
import { perOperation } from '../per-operation';
import type { Guard } from './guard';

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
 * What the owners of one operation's objects asked for, as far as decisions about them need it. A class, as there is one
 * for each visit to a subgraph, and closures would be made anew.
 */
export class OwnerStandings {
  private known: Map<string, Standing> | undefined;

  /**
   * @param reader absent where this process has no store of its own: then nothing is found out.
   * @param asking by guard, what is known already of callers with equal grants, and is filled in here.
   */
  constructor(
    private readonly operation: OperationContext,
    private readonly table: AccessTable,
    private readonly reader: StandingReader | undefined,
    private readonly asking: boolean[],
  ) {}

  /** Whether a decision about a field may depend on it, and it can be found out. */
  asks({ index, coordinate }: Guard): boolean {
    return (
      this.reader !== undefined &&
      (this.asking[index] ??= this.table.asksStanding(coordinate, this.operation.caller))
    );
  }

  /** @returns `undefined` where it was not found out. */
  of(customer: string | undefined): Standing | undefined {
    return customer === undefined ? undefined : this.known?.get(customer);
  }

  /** @returns whether it is known now, without a question to anybody. */
  recall(customer: string | undefined): boolean {
    if (customer === undefined) return false;
    if (this.known?.has(customer)) return true;
    const inMind = this.reader?.known?.(customer);
    if (inMind) this.note(customer, inMind);
    return inMind !== undefined;
  }

  /**
   * @param customerOf the owner's customer number, where the object tells it.
   * @returns `undefined` where nothing has to be found out.
   * @throws {SourceUnavailable} the store that knows it is down.
   */
  find(guard: Guard, customerOf: () => string | null | undefined): Promise<void> | undefined {
    return this.asks(guard) ? this.load(customerOf()) : undefined;
  }

  /** As `find`, for arguments of a list. @param coordinates theirs. */
  findFor(coordinates: readonly string[], customer: string | null | undefined): Promise<void> | undefined {
    const isAsked = coordinates.some((each) => this.table.asksStanding(each, this.operation.caller));
    return isAsked ? this.load(customer) : undefined;
  }

  private load(customer: string | null | undefined): Promise<void> | undefined {
    const { reader } = this;
    if (!reader || customer === undefined || customer === null || this.recall(customer)) return undefined;
    return loaderOf(this.operation, reader)
      .load(customer)
      .then((standing) => this.note(customer, standing));
  }

  private note(customer: string, standing: Standing): void {
    (this.known ??= new Map()).set(customer, standing);
  }
}
