import type { JWK } from 'jose';
import { isRecord } from '../../subgraphs/shared/graph-request';

/** A provider's discovery document and key set are a few kilobytes; more than this is not read, in bytes. */
const MOST_BYTES = 256 * 1_024;

/** No provider signs with more keys. */
const MOST_KEYS = 100;

/**
 * Fetches the signing keys of an issuer: from where its discovery document says, or from `<issuer>/jwks` where it has
 * none. Redirects are not followed.
 *
 * @param issuer the provider's identifier, exactly as it stands in tokens and in the document.
 * @param timeoutMs for both answers together, to their last byte.
 * @throws {Error} there is no usable answer.
 */
export async function fetchProviderKeys(
  issuer: string,
  fetch_: typeof fetch,
  timeoutMs: number,
): Promise<{ readonly keys: JWK[] }> {
  const signal = AbortSignal.timeout(timeoutMs);
  const get = async (url: string): Promise<unknown> => {
    const response = await fetch_(url, {
      signal,
      redirect: 'error',
      headers: { accept: 'application/json' },
    });
    if (response.ok) return JSON.parse(await textOf(response));
    await response.body?.cancel();
    if (response.status === 404) return undefined;
    throw new Error('the provider does not answer');
  };
  const base = issuer.replace(/\/$/, '');
  const discovery = await get(`${base}/.well-known/openid-configuration`);
  const found = await get(discovery === undefined ? `${base}/jwks` : keysPlace(discovery, issuer));
  const keys = isRecord(found) && Array.isArray(found.keys) ? found.keys.filter(isSigningKey) : [];
  if (keys.length === 0 || keys.length > MOST_KEYS) throw new Error('there is no key set');
  return { keys };
}

function keysPlace(discovery: unknown, issuer: string): string {
  if (!isRecord(discovery) || discovery.issuer !== issuer) {
    throw new Error('the discovery document is of another issuer');
  }
  const { jwks_uri: place } = discovery;
  if (typeof place !== 'string' || !URL.canParse(place))
    throw new Error('the discovery document has no keys');
  const { protocol } = new URL(place);
  if (protocol !== 'https:' && protocol !== new URL(issuer).protocol)
    throw new Error('the keys are not safe');
  return place;
}

const isSigningKey = (key: unknown): key is JWK =>
  isRecord(key) && ['RSA', 'EC', 'OKP'].includes(String(key.kty)) && key.use !== 'enc';

async function textOf({ body }: Response): Promise<string> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
