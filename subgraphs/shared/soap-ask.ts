import type { OperationContext } from '../../schema/kernel/operation';
import { SourceRefused, toldBySource } from '../../schema/kernel/source-errors';
import { SoapBusinessError, type SoapCall, type SoapCaller } from '../../schema/ports/soap';
import { askingFor } from './asking';
import { type SoapElement, soapElement } from './soap-element';

/** One question to a SOAP service. */
export interface Question<T> {
  /** The operation's name in the WSDL. */
  readonly operation: string;
  /** Elements in the contract's order: the service reads a sequence. */
  readonly body: SoapCall<T>['body'];
  /** How many keys it asks for, for the numbers in `extensions.sources`; 0 for the further pages of one question. */
  readonly keys: number;
  /** What `read` needs of the answer, all of it unless said: see `SoapCall`. */
  readonly keep?: readonly string[];
  /** @throws {LegacyDataError} the answer is not what the contract says. */
  readonly read: (answer: SoapElement) => T;
}

/**
 * Asks, within the operation's time and signal, and has it counted.
 *
 * @throws {HubError} a `SOURCE_…` error. `SOURCE_REFUSED` is the system's own refusal (`codeRetour` 08), with its code.
 */
export type Ask = <T>(question: Question<T>) => Promise<T>;

/** For questions that change nothing. @param timeoutMs for each call. */
export function createAsk(soap: SoapCaller, operation: OperationContext, timeoutMs: number): Ask {
  const { requestId, sources } = operation;
  return ({ operation: name, body, keys, keep, read }) =>
    sources.measure(soap.source, keys, async (cost) => {
      try {
        return await soap.call({
          operation: name,
          body,
          ...(keep && { keep }),
          ...askingFor(operation, cost),
          isRead: true,
          timeoutMs,
          requestId,
          parse: (answer) => read(soapElement(answer)),
        });
      } catch (error) {
        if (error instanceof SoapBusinessError) {
          throw new SourceRefused(soap.source, toldBySource(error.code, requestId), { cause: error });
        }
        throw error;
      }
    });
}
