import type { OperationContext } from '../../schema/kernel/operation';

/** Where an operation holds what is kept for it; each kind has its own index. */
const KEPT = Symbol('kept');
type Holding = OperationContext & { readonly [KEPT]?: object[] };

let kinds = 0;

/**
 * Keeps one thing per operation, e.g. a loader: whichever subgraphs of this process an operation visits share it, and it
 * goes with the operation.
 *
 * The operation itself holds it. In a `WeakMap`, what knows its own operation, as loaders do, would stay until the whole
 * heap is collected: while only what is young is, V8 takes the values of an old one for needed.
 *
 * @param make makes it on first use; what else is given counts then only.
 */
export function perOperation<T extends object, Rest extends readonly unknown[]>(
  make: (operation: OperationContext, ...rest: Rest) => T,
): (operation: OperationContext, ...rest: Rest) => T {
  const kind = kinds;
  kinds += 1;
  return (operation, ...rest) => {
    const kept = (operation as Holding)[KEPT] ?? keepWith(operation);
    return (kept[kind] ??= make(operation, ...rest)) as T;
  };
}

/** Not to be seen, nor taken along into a copy: that is another operation. */
function keepWith(operation: OperationContext): object[] {
  const kept: object[] = [];
  Object.defineProperty(operation, KEPT, { value: kept });
  return kept;
}
