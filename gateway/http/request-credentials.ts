import type { IncomingMessage } from 'node:http';
import type { Credentials } from '../auth/credentials';

/** Where clients find this process. */
export interface Place {
  /** Where they reach this service, e.g. `https://hub.bank.example`; as they name it themselves unless said. */
  readonly publicUrl?: string;
  /** How many proxies of the bank's stand before this process: the address before them is the client's. */
  readonly proxies?: number;
}

/** Node joins headers that are sent twice, or drops one: here each counts. */
export function credentialsOf(request: IncomingMessage, { publicUrl, proxies = 0 }: Place): Credentials {
  const { headers, method = '' } = request;
  const isBare = headers.authorization === undefined && headers.dpop === undefined;
  const { authorization = [], dpop = [] } = isBare ? {} : request.headersDistinct;
  const at = publicUrl === undefined ? `http://${headers.host ?? ''}` : publicUrl.replace(/\/$/, '');
  return { authorization, proofs: dpop, method, url: `${at}/graphql`, address: addressOf(request, proxies) };
}

/** Each proxy adds whom it heard at the end of `X-Forwarded-For`; what stands before that, clients may have written. */
function addressOf({ socket, headers }: IncomingMessage, proxies: number): string | undefined {
  const { 'x-forwarded-for': forwarded } = headers;
  if (proxies === 0 || forwarded === undefined) return socket.remoteAddress;
  const heard = [forwarded].flat().join(',').split(',');
  const before = heard.map((address) => address.trim()).filter((address) => address !== '');
  return [socket.remoteAddress, ...before.reverse()][Math.min(proxies, before.length)];
}
