import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { banner } from '../../gateway/banner';
import { readConfig } from '../../gateway/config';
import { readSubgraphConfig } from '../../subgraphs/main';
import { developmentKeys } from '../../subgraphs/shared/development-keys';
import { ConfigurationError } from '../../subgraphs/shared/environment';
import { createWorld, modulesOf } from './world/subgraphs';

const modules = modulesOf(createWorld());
const key = JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
const dir = mkdtempSync(join(tmpdir(), 'hub-config-'));
afterAll(() => rmSync(dir, { recursive: true }));

const good = { OIDC_ISSUER: 'http://127.0.0.1:4001/oidc', HUB_DATA_DIR: dir };
const production = {
  NODE_ENV: 'production',
  OIDC_ISSUER: 'https://id.bank.example',
  HUB_AUDIENCE: 'https://hub.bank.example/graphql',
  HUB_PUBLIC_URL: 'https://hub.bank.example',
  DATABASE_URL: 'postgres://hub:secret-word@db.bank.example/hub',
  HUB_ID_SECRET: 'a secret of more than thirty-two characters',
  HUB_PSEUDONYM_SECRET: 'another secret of more than thirty-two characters',
  HUB_CONTEXT_KEY: key,
  HUB_AUDIT_KEY: key,
};

function mistakesOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.mistakes;
  }
}

describe('the configuration of a gateway', () => {
  it('has defaults for development', () => {
    expect(readConfig(good, modules)).toMatchObject({
      production: false,
      port: 4000,
      host: '127.0.0.1',
      tokens: { issuer: good.OIDC_ISSUER },
      subgraphs: { kind: 'local', sharesFetches: true },
    });
    expect(readConfig(good)).toMatchObject({ subgraphs: { kind: 'http', urls: {}, timeoutMs: 10_000 } });
  });

  it('is refused with one sentence per mistake, all of them at once', () => {
    const wrong = {
      HUB_PORT: '70000',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://db',
      OIDC_ISSUER: 'id.bank.example',
      HUB_ID_SECRET: 'short',
      HUB_DATA_DIR: dir,
      SMALL_WORLD_LIMIT: 'many',
    };
    expect(mistakesOf(() => readConfig(wrong, modules))).toEqual([
      'DATABASE_URL must be a URL that begins with postgres:// or postgresql://.',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, silent.',
      'OIDC_ISSUER must be a URL that begins with https:// or http://.',
      'HUB_PORT must be a whole number between 0 and 65535.',
      'SMALL_WORLD_LIMIT is not valid: Invalid input: expected number, received NaN.',
      'HUB_ID_SECRET must have 32 characters or more.',
    ]);
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['the issuer', { OIDC_ISSUER: undefined }, 'OIDC_ISSUER is not set'],
    ['the subgraphs', { HUB_SUBGRAPHS: 'claims' }, 'HUB_SUBGRAPHS must be a list of name=http://… pairs'],
    ['the context key', { HUB_CONTEXT_KEY: '{}' }, 'HUB_CONTEXT_KEY must be a private Ed25519 key'],
    ['no policy over the own graph', { HUB_POLICY: 'none' }, 'that is for a foreign supergraph'],
  ])('is refused for %s', (_, changes, sentence) => {
    expect(mistakesOf(() => readConfig({ ...good, ...changes })).join()).toContain(sentence);
  });

  it('names a variable of a subgraph that is missing', () => {
    const [first] = modules;
    const needy = { ...first!, settings: z.object({ LEDGER_URL: z.url() }) };
    expect(mistakesOf(() => readConfig(good, [needy]))).toEqual(['LEDGER_URL is not set.']);
  });

  it('is taken in production when nothing is imitated', () => {
    expect(readConfig(production, modules)).toMatchObject({ production: true, host: '0.0.0.0' });
    expect(readConfig(production)).toMatchObject({ subgraphs: { kind: 'http' } });
  });

  it.each<[string, Record<string, string | undefined>, string, boolean]>([
    ['the embedded database', { DATABASE_URL: undefined }, 'the embedded database is refused', true],
    ['a gateway without a database', { DATABASE_URL: undefined }, 'the embedded database is refused', false],
    ['a made-up key of the audit trail', { HUB_AUDIT_KEY: undefined }, 'HUB_AUDIT_KEY is not set', false],
    ['a made-up secret for keys', { HUB_ID_SECRET: undefined }, 'HUB_ID_SECRET is not set', true],
    ['a made-up context key', { HUB_CONTEXT_KEY: undefined }, 'HUB_CONTEXT_KEY is not set', false],
    [
      'the Db2 stand-in',
      { DB2_DSN: 'postgres://127.0.0.1:4002/BNQ' },
      'DB2_DSN names the development stand-in',
      true,
    ],
    ['an issuer without TLS', { OIDC_ISSUER: 'http://id.bank.example' }, 'must begin with https://', true],
    ['a public URL that clients choose', { HUB_PUBLIC_URL: undefined }, 'HUB_PUBLIC_URL is not set', false],
    ['a made-up audience', { HUB_AUDIENCE: undefined }, 'HUB_AUDIENCE is not set', true],
    [
      'no policy',
      { HUB_POLICY: 'none', HUB_SUPERGRAPH: 'x.graphql' },
      'not served without access rules',
      false,
    ],
  ])('refuses %s in production', (_, changes, sentence, local) => {
    const mistakes = mistakesOf(() => readConfig({ ...production, ...changes }, local ? modules : []));
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(sentence);
  });

  it('is told on start without its secrets', () => {
    const text = banner(readConfig(production, modules), 'http://127.0.0.1:4000').join('\n');
    expect(text).toContain('PostgreSQL at db.bank.example/hub');
    expect(text).not.toContain('secret');
    expect(text).not.toContain('explorer');
    expect(banner(readConfig(good, modules), 'http://127.0.0.1:4000').join('\n')).toContain('stand-in');
  });
});

describe('the configuration of a subgraph', () => {
  it('takes its port from the module unless told otherwise', () => {
    const [first] = modules;
    const module = { ...first!, port: 4102 };
    expect(readSubgraphConfig(good, module).port).toBe(4102);
    expect(readSubgraphConfig({ ...good, HUB_SUBGRAPH_PORT: '5000' }, module).port).toBe(5000);
    expect(readSubgraphConfig(good, module, 6000).port).toBe(6000);
  });

  it('needs the keys of the hub in production', () => {
    const [first] = modules;
    const mistakes = mistakesOf(() =>
      readSubgraphConfig({ NODE_ENV: 'production', HUB_POLICY: 'none' }, first!),
    );
    expect(mistakes).toEqual(
      expect.arrayContaining([
        'HUB_POLICY is "none": a subgraph is not served without access rules.',
        'HUB_ID_SECRET is not set: in production the secret that seals keys is not made up.',
        'HUB_CONTEXT_PUBLIC_KEY is not set: in production the key of the operation context is not made up.',
      ]),
    );
  });
});

describe('development keys', () => {
  it('are made once, for their owner only', () => {
    const keys = developmentKeys(join(dir, 'keys'));
    expect(developmentKeys(join(dir, 'keys'))).toEqual(keys);
    expect(keys.idSecret).toMatch(/^[\da-f]{64}$/);
    expect(statSync(join(dir, 'keys', 'keys.json')).mode & 0o777).toBe(0o600);
  });
});
