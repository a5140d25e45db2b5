import { LegacyDataError, SourceInvalidData } from '../../schema/kernel/source-errors';
import type { SoapCall, SoapCaller, SoapNode } from '../../schema/ports/soap';
import type { Guard } from './guard';

/**
 * Puts a guard before a SOAP service. Reads are shared as the service answered them; each caller reads the answer for
 * itself.
 */
export function guardSoap(soap: SoapCaller, guard: Guard): SoapCaller {
  return {
    ...soap,
    async call<T>(call: SoapCall<T>): Promise<T> {
      const { parse, timeoutMs, signal, requestId, cost, budgetMs, isRead, ...asked } = call;
      const limits = { timeoutMs, budgetMs, signal, cost };
      if (!isRead || call.documents) {
        // A document goes to the one who asked for it.
        return guard.ask({ ...limits, send: (limit) => soap.call({ ...call, ...limit }) });
      }
      const answer = await guard.ask<SoapNode>({
        ...limits,
        // Whatever makes one call different from another is in it: also what a port may learn to carry later.
        key: JSON.stringify(asked),
        send: (limit) => soap.call({ ...asked, requestId, ...limit, parse: (node) => node }),
      });
      try {
        return parse(answer);
      } catch (cause) {
        throw cause instanceof LegacyDataError ? new SourceInvalidData(soap.source, { cause }) : cause;
      }
    },
    async close() {
      guard.close();
      await soap.close();
    },
  };
}
