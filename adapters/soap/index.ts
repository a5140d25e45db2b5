import { readFile } from 'node:fs/promises';
import { SourceUnavailable } from '../../schema/kernel/source-errors';
import type { SoapCaller } from '../../schema/ports/soap';
import type { SoapCallerConfig, SoapCallerDeps } from './config';

export type { SoapCallerConfig, SoapCallerDeps } from './config';

/**
 * Loads a vendored contract once and calls the service behind it.
 *
 * @throws {Error} the WSDL cannot be read, or does not declare what this adapter speaks: do not start.
 */
export async function createSoapCaller(config: SoapCallerConfig, _deps: SoapCallerDeps): Promise<SoapCaller> {
  await readFile(config.wsdlPath);
  const { source } = config;
  return {
    source,
    call: () => Promise.reject(new SourceUnavailable(source)),
    ping: () => Promise.reject(new SourceUnavailable(source)),
    close: () => Promise.resolve(),
  };
}
