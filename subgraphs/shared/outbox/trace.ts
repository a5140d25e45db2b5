import type { OperationContext } from '../../../schema/kernel/operation';
import type { SourceName } from '../../../schema/kernel/source-errors';
import type { Trace } from './entry';

/** Calls on behalf of one operation are counted with it, and told by its request id. */
export const traceOf = ({ requestId, sources }: OperationContext, source: SourceName): Trace => ({
  requestId,
  measure: (keys, call) => sources.measure(source, keys, call),
});
