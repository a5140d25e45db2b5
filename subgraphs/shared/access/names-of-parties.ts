import DataLoader from 'dataloader';
import type { OperationContext } from '../../../schema/kernel/operation';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import type { PartyNames } from '../../../schema/ports/names';

/** The system that knows names, as errors call it. */
const SOURCE = 'customer-file';

/** As many as the customer file answers at once. */
const AT_ONCE = 20;

/** One operation asks for the names of each customer once, whichever subgraphs of this process it visits. */
const loaders = new WeakMap<OperationContext, DataLoader<string, readonly string[]>>();

/**
 * What a customer is called, so that a text can be shown without it.
 *
 * @param reader absent where this process has no way to the customer file.
 * @param customer `numeroTiers`; a text that belongs to no customer has no party whose name is known.
 * @throws {HubError} a `SOURCE_…` error: names cannot be had, and the text must be kept back.
 */
export async function partyNames(
  reader: PartyNames | undefined,
  operation: OperationContext,
  customer: string | null | undefined,
): Promise<readonly string[]> {
  if (!customer) return [];
  if (!reader) throw new SourceUnavailable(SOURCE);
  let loader = loaders.get(operation);
  if (!loader) {
    loader = new DataLoader(
      async (numbers) => {
        const found = await reader.namesOf(numbers, operation);
        return numbers.map((number) => found.get(number) ?? []);
      },
      { maxBatchSize: AT_ONCE },
    );
    loaders.set(operation, loader);
  }
  return loader.load(customer);
}
