import type { IncomingMessage } from 'node:http';
import { credentialsOf } from '../../gateway/http/request-credentials';

/** A request as a proxy, or a client, has sent it. */
const requestWith = (headers: Record<string, string>): IncomingMessage =>
  ({
    method: 'POST',
    socket: { remoteAddress: '10.0.0.9' },
    headers: { host: 'hub.invalid', ...headers },
    headersDistinct: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  }) as unknown as IncomingMessage;

describe('what a request brings to show who asks', () => {
  it.each([
    ['none is heard of others', 0, '203.0.113.7, 10.0.0.1', '10.0.0.9'],
    ['one is heard of whom it saw', 1, '203.0.113.7', '203.0.113.7'],
    ['one is not heard of what the client wrote', 1, '198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['two are heard of each other', 2, '198.51.100.1,203.0.113.7 , 10.0.0.1', '203.0.113.7'],
    ['more than there are, the first that is named', 9, ', 203.0.113.7, , 10.0.0.1', '203.0.113.7'],
    ['nothing is said', 1, '', '10.0.0.9'],
  ])('holds the address before the bank’s proxies: %s', (_, proxies, forwarded, address) => {
    const request = requestWith({ 'x-forwarded-for': forwarded });
    expect(credentialsOf(request, { proxies }).address).toBe(address);
  });

  it('names the service as the bank does, or as the client does', () => {
    const request = requestWith({ authorization: 'Bearer x' });
    expect(credentialsOf(request, {})).toMatchObject({
      ...{ authorization: ['Bearer x'], proofs: [], method: 'POST' },
      url: 'http://hub.invalid/graphql',
    });
    expect(credentialsOf(request, { publicUrl: 'https://hub.bank.example/' }).url).toBe(
      'https://hub.bank.example/graphql',
    );
  });
});
