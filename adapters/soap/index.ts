import { randomBytes } from 'node:crypto';
import type { SoapCall, SoapCaller } from '../../schema/ports/soap';
import type { SoapCallerConfig, SoapCallerDeps } from './config';
import { loadContract } from './contract';
import { watchDrift } from './drift-watch';
import { requestHeaders } from './envelope';
import { failureFacts, httpFailure, SoapFailure, sourceError } from './failure';
import { contextHeader } from './header';
import { keptEnvelope } from './kept';
import { createHttpNetwork } from './network';
import { request } from './post';
import { receive } from './receive';
import { writeRequest } from './request';
import { answerIn } from './return-code';
import { createSecureEnvelope } from './security';

export type { SoapCallerConfig, SoapCallerDeps } from './config';
export { readServedDrift } from './drift-check';
export { readDocuments } from './documents';
export { readPorts } from './wsdl';

const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 32;
const CONNECTIONS = 10;
const DRIFT_CHECK_MS = 6 * 3_600_000;

/**
 * Loads a vendored contract once and calls the service behind it. Each call stands alone: its headers, its nonce, its
 * request and its answer are kept nowhere.
 *
 * @throws {Error} the WSDL cannot be read, or does not declare what this adapter speaks: do not start.
 */
export async function createSoapCaller(config: SoapCallerConfig, deps: SoapCallerDeps): Promise<SoapCaller> {
  const { source, maxAnswerBytes = MAX_ANSWER_BYTES, maxDepth = MAX_DEPTH } = config;
  const { clock, random = randomBytes } = deps;
  const contract = await loadContract(config.wsdlPath, config);
  const secure = createSecureEnvelope(config, { clock, random });
  const network =
    deps.network ?? createHttpNetwork(config.endpoint, config.connections ?? CONNECTIONS, config.tls);
  const { wsdlPath, endpoint, driftCheckMs: everyMs = DRIFT_CHECK_MS } = config;
  const unwatch = deps.log
    ? watchDrift({ source, wsdlPath, endpoint, everyMs }, network, deps.log)
    : undefined;

  /** Runs one piece of work within its time; its failures leave as errors of the port, and as nothing else. */
  const within = async <T>(
    timeoutMs: number,
    outer: AbortSignal | undefined,
    about: { readonly operation: string; readonly requestId: string },
    work: (signal: AbortSignal) => Promise<T>,
  ) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = outer ? AbortSignal.any([deadline, outer]) : deadline;
    try {
      return await work(signal);
    } catch (error) {
      const told = sourceError(error, source, timeoutMs, signal, about.requestId);
      const { operation, requestId } = about;
      deps.log?.warn(
        { source, operation, requestId, ...failureFacts(told) },
        'a call to a SOAP service failed',
      );
      throw told;
    }
  };

  return {
    source,

    async call<T>(call: SoapCall<T>): Promise<T> {
      const { operation, body, timeoutMs, signal: outer, requestId, parse } = call;
      const declared = contract.operations.get(operation);
      if (!declared) throw new TypeError(`${source} has no operation ${operation}`);
      const expected = keptEnvelope(declared, call.keep);
      const content = writeRequest(declared.request, body, operation);
      const header = contextHeader(config, call.context, requestId);
      const envelope = secure(declared.version, header, content);
      const headers = { ...call.httpHeaders, ...requestHeaders(declared.version, declared.soapAction) };
      return within(timeoutMs, outer, { operation, requestId }, async (signal) => {
        const answer = await request(network, { method: 'POST', headers, body: envelope }, signal);
        const { status } = answer;
        try {
          const how = { shape: expected, maxBytes: maxAnswerBytes, maxDepth, signal, sink: call.documents };
          const received = await receive(answer, how);
          const found = answerIn(received.envelope, declared, operation, source);
          if (status >= 300) throw new SoapFailure('HttpError');
          await received.documents();
          return parse(found);
        } catch (error) {
          answer.discard();
          throw httpFailure(error, status);
        }
      });
    },

    ping: (timeoutMs) =>
      within(timeoutMs, undefined, { operation: 'ping', requestId: 'ping' }, async (signal) => {
        (await request(network, { method: 'GET', headers: {} }, signal)).discard();
      }),

    close() {
      unwatch?.();
      return network.close();
    },
  };
}
