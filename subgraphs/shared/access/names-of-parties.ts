import DataLoader from 'dataloader';
import type { OperationContext } from '../../../schema/kernel/operation';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import type { PartyNames } from '../../../schema/ports/names';
import { perOperation } from '../per-operation';

/** The system that knows names, as errors call it. */
const SOURCE = 'customer-file';

/** As many as the customer file answers at once. */
const AT_ONCE = 20;

/** One operation asks for the names of each customer once, whichever subgraphs of this process it visits. */
const loaderOf = perOperation(
  (operation, reader: PartyNames) =>
    new DataLoader<string, readonly string[]>(
      async (numbers) => {
        const found = await reader.namesOf(numbers, operation);
        return numbers.map((number) => found.get(number) ?? []);
      },
      { maxBatchSize: AT_ONCE },
    ),
);

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
  return loaderOf(operation, reader).load(customer);
}
