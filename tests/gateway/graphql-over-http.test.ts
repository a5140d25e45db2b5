import { serverAudits } from 'graphql-http';
import { openHub, type OpenHub } from './world/open-hub';

describe('GraphQL over HTTP', () => {
  let open: OpenHub;
  let token: string;
  beforeAll(async () => {
    open = await openHub('one process');
    token = await open.issuer.token();
  });
  afterAll(() => open.close());

  const withToken: typeof fetch = (url, init = {}) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` },
    });

  describe('conforms to every audit of the reference suite, recommendations and options included:', () => {
    const audits = serverAudits({ url: () => open.url, fetchFn: withToken });
    it.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_, audit) => {
      const result = await audit.fn();
      expect({ status: result.status, reason: 'reason' in result ? result.reason : undefined }).toEqual({
        status: 'ok',
        reason: undefined,
      });
    });
  });
});
