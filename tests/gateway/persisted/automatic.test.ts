import { hashOf } from '../../../gateway/persisted/manifest';
import { narrow, openPipeline } from './world';

const QUERY = 'query Q { number }';
const hash = hashOf(QUERY);
const NOT_FOUND = {
  status: 200,
  data: undefined,
  message: 'PersistedQueryNotFound',
  code: 'PERSISTED_QUERY_NOT_FOUND',
};

describe('automatic persisted queries', () => {
  it('are asked for by hash, sent once with their text, and known by their hash from then on', async () => {
    const { ask, hashes } = openPipeline({});
    expect(await ask({ sha256Hash: hash })).toEqual(NOT_FOUND);
    expect(await ask({ query: QUERY, sha256Hash: hash })).toMatchObject({
      status: 200,
      data: { number: null },
    });
    expect(await ask({ sha256Hash: hash })).toMatchObject({ status: 200, data: { number: null } });
    expect(await ask({ sha256Hash: hash }, { method: 'GET' })).toMatchObject({ data: { number: null } });
    expect(hashes).toEqual({ hit: 2, miss: 1 });
  });

  it('are not kept where the hash is another text’s', async () => {
    const { ask, executed } = openPipeline({});
    expect(await ask({ query: 'query Q { secret }', sha256Hash: hash })).toEqual({
      status: 400,
      data: undefined,
      message:
        '"extensions.persistedQuery.sha256Hash" is not the SHA-256 of "query" in lower-case hexadecimal.',
      code: 'BAD_REQUEST',
    });
    expect(await ask({ sha256Hash: hash })).toEqual(NOT_FOUND);
    expect(executed).toEqual([]);
  });

  it.each(['query Q { numb', 'query Q { nothing }'])(
    'are not kept where the text is not valid: %s',
    async (query) => {
      const { ask } = openPipeline({});
      const sha256Hash = hashOf(query);
      expect(await ask({ query, sha256Hash })).toMatchObject({ status: 400 });
      expect(await ask({ sha256Hash })).toEqual(NOT_FOUND);
    },
  );

  it('are known to the client alone that sent the text', async () => {
    const { ask } = openPipeline({});
    await ask({ query: QUERY, sha256Hash: hash });
    expect(await ask({ sha256Hash: hash }, { client: 'partner' })).toEqual(NOT_FOUND);
  });

  it('are valid for nobody for whom their text is not', async () => {
    const { ask } = openPipeline({});
    const query = 'query Q { secret }';
    const sha256Hash = hashOf(query);
    await ask({ query, sha256Hash });
    expect(await ask({ sha256Hash }, { sees: narrow })).toEqual(await ask({ query }, { sees: narrow }));
  });

  it.each([
    'query Q { file(id: "RC-2026-0000001") }',
    'query Q { file(id: """RC-2026-0000001""") }',
    'query Q { file(id: 4970123) }',
    'query Q { number } # RC-2026-0000001',
  ])('are not kept where the text holds what somebody could guess: %s', async (query) => {
    const { ask } = openPipeline({});
    const sha256Hash = hashOf(query);
    expect(await ask({ query, sha256Hash })).toMatchObject({ status: 200, code: undefined });
    expect(await ask({ sha256Hash })).toEqual(NOT_FOUND);
  });

  it('are kept up to a number of bytes, the least recently used going first', async () => {
    const { ask, texts } = openPipeline({ bytes: 1_700 }); // Room for three: an eighth is for who shows no token.
    const queries = [1, 2, 3, 4].map((n) => `query Q${n} { number }`);
    const known = async (n: number) =>
      (await ask({ sha256Hash: hashOf(queries[n - 1]!) })).code === undefined;
    for (const query of queries.slice(0, 3)) await ask({ query, sha256Hash: hashOf(query) });
    expect(await known(1)).toBe(true);
    await ask({ query: queries[3]!, sha256Hash: hashOf(queries[3]!) });
    expect([await known(1), await known(2), await known(3), await known(4)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(texts.size().texts).toBe(3);
    expect(texts.size().bytes).toBeLessThanOrEqual(1_700);
  });

  it('of who shows no token push out nobody else’s', async () => {
    const { ask } = openPipeline({ bytes: 8_000 });
    await ask({ query: QUERY, sha256Hash: hash });
    for (let n = 0; n < 50; n += 1) {
      const query = `query Q${n} { number }`;
      await ask({ query, sha256Hash: hashOf(query) }, { client: 'anonymous' });
    }
    expect(await ask({ sha256Hash: hash })).toMatchObject({ data: { number: null } });
  });

  it('are not spoken where nothing is to be kept, and texts are still answered', async () => {
    const { ask } = openPipeline({ bytes: 0 });
    expect(await ask({ sha256Hash: hash })).toMatchObject({
      status: 200,
      message: 'PersistedQueryNotSupported',
      code: 'PERSISTED_QUERY_NOT_SUPPORTED',
    });
    expect(await ask({ query: QUERY, sha256Hash: hash })).toMatchObject({ data: { number: null } });
  });

  it('change nothing over GET', async () => {
    const { ask, executed } = openPipeline({});
    const query = 'mutation M($to: String) { rename(to: $to) }';
    const sha256Hash = hashOf(query);
    await ask({ query, sha256Hash });
    expect(await ask({ sha256Hash }, { method: 'GET' })).toMatchObject({ status: 405 });
    expect(executed).toHaveLength(1);
  });

  it('need a text or a hash', async () => {
    expect(await openPipeline({}).ask({})).toMatchObject({
      status: 400,
      message: '"query" must be a non-empty string.',
    });
  });
});
