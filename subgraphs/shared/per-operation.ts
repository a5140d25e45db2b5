import type { OperationContext } from '../../schema/kernel/operation';

/**
 * Keeps one thing per operation, e.g. a loader: whichever subgraphs of this process an operation visits share it, and it
 * goes with the operation.
 *
 * @param make makes it on first use; what else is given counts then only.
 */
export function perOperation<T extends object, Rest extends readonly unknown[]>(
  make: (operation: OperationContext, ...rest: Rest) => T,
): (operation: OperationContext, ...rest: Rest) => T {
  const kept = new WeakMap<OperationContext, T>();
  return (operation, ...rest) => {
    let found = kept.get(operation);
    if (!found) kept.set(operation, (found = make(operation, ...rest)));
    return found;
  };
}
