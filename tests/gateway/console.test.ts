import { openHub, type OpenHub } from './world/open-hub';

describe('the explorer', () => {
  let open: OpenHub;
  beforeAll(async () => {
    open = await openHub('one process');
  });
  afterAll(() => open.close());

  const get = async (path: string) => {
    const response = await fetch(`${open.hub.url}${path}`, { redirect: 'manual' });
    return { response, text: await response.text() };
  };

  it('is a page with a field for the token', async () => {
    const { response, text } = await get('/console/explorer');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(text).toContain('id="token"');
    expect((await get('/console')).response.headers.get('location')).toBe('/console/explorer');
  });

  it('loads everything from the hub itself, and its policy lets the browser load nothing else', async () => {
    const { response, text } = await get('/console/explorer');
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url);
    expect(loaded).toEqual(['data:,', 'explorer/graphiql.css', 'explorer/graphiql.js']);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:/);
    const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? [];
    expect(text.split(`nonce="${nonce}"`)).toHaveLength(3);
    expect((await get('/console/explorer')).text).not.toBe(text);
  });

  it.each([
    ['graphiql.js', 'text/javascript', 1_000_000],
    ['graphiql.css', 'text/css', 10_000],
    ['editorWorkerService.worker.js', 'text/javascript', 10_000],
    ['json.worker.js', 'text/javascript', 10_000],
    ['graphql.worker.js', 'text/javascript', 10_000],
  ])('has its %s', async (file, type, least) => {
    const { response, text } = await get(`/console/explorer/${file}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
    expect(text.length).toBeGreaterThan(least);
  });

  it.each(['constructor', 'other.js', '..%2Fconsole.ts'])('has no file %s', async (file) => {
    expect((await get(`/console/explorer/${file}`)).response.status).toBe(404);
  });
});
