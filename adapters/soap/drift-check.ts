import { contractDrift, type Drift } from './drift';
import { createHttpNetwork, type TlsIdentity } from './network';
import { servedAt, servedDocuments } from './served-documents';

/**
 * Asks a service for its contract and compares it with the vendored one.
 *
 * @param timeoutMs for all of it.
 * @throws {Error} one of the two cannot be read.
 */
export async function readServedDrift(
  wsdlPath: string,
  endpoint: string,
  timeoutMs: number,
  tls?: TlsIdentity,
): Promise<readonly Drift[]> {
  const network = createHttpNetwork(endpoint, 1, tls);
  try {
    const served = servedDocuments(network, AbortSignal.timeout(timeoutMs));
    return await contractDrift(wsdlPath, servedAt(endpoint), served);
  } finally {
    await network.close();
  }
}
