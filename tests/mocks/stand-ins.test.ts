import { banner, type BannerFacts } from '../../mocks/banner';
import { listen } from '../../mocks/http';
import { readLaunchSettings } from '../../mocks/launch';
import { checkPorts, systemsToImitate, withStandIns } from '../../mocks/stand-ins';

describe('what is imitated', () => {
  it('is everything where the environment names nothing, an empty variable included', () => {
    expect(systemsToImitate({ DB2_DSN: ' ' })).toEqual(['oidc', 'soap', 'ledger', 'mail']);
  });

  it('is only what the environment does not name', () => {
    const named = {
      OIDC_ISSUER: 'https://id.example',
      DB2_DSN: 'DATABASE=X',
      CUSTOMERS_SOAP_URL: 'https://soa.example',
      SMTP_URL: 'smtp://mail.example',
    };
    expect(systemsToImitate(named)).toEqual(['soap']);
    const standIns = { CUSTOMERS_SOAP_URL: 'http://127.0.0.1:1', PAYMENTS_SOAP_URL: 'http://127.0.0.1:2' };
    expect(withStandIns(named, standIns)).toEqual({ ...named, PAYMENTS_SOAP_URL: 'http://127.0.0.1:2' });
  });
});

it('says which port is taken and which variable chooses another', async () => {
  const { port, close } = await listen(0, () => undefined);
  await expect(
    checkPorts(
      new Map([
        [0, 'HUB_PORT'],
        [port, 'HUB_MOCK_PORT'],
      ]),
    ),
  ).rejects.toThrow(`Port ${port} is taken: is the hub running already? HUB_MOCK_PORT chooses another one.`);
  await close();
  await expect(checkPorts(new Map([[port, 'HUB_MOCK_PORT']]))).resolves.toBeUndefined();
});

it('refuses to start in production', () => {
  expect(() => readLaunchSettings({ NODE_ENV: 'production' })).toThrow('refuses NODE_ENV=production');
});

describe('the banner', () => {
  const facts: BannerFacts = {
    url: 'http://127.0.0.1:4000',
    shape: 'in one process',
    startedInMs: 1234,
    standIns: {
      OIDC_ISSUER: 'http://127.0.0.1:4001/oidc',
      CUSTOMERS_SOAP_URL: 'http://127.0.0.1:4001/soap/x',
    },
    variables: {
      OIDC_ISSUER: 'http://127.0.0.1:4001/oidc',
      CUSTOMERS_SOAP_URL: 'https://user:secret@soa.example/clients',
      DOCUMENTS_SOAP_URL: 'https://soa.example/ged',
      PAYMENTS_SOAP_URL: 'https://soa.example/paiements',
      DB2_DSN: 'DATABASE=BNQ;HOSTNAME=db2.example;PORT=50000;UID=u;PWD=secret',
    },
    store: { url: 'postgres://u:secret@pg.example/hub' },
    driverMissing: true,
  };

  it('tells for each system whether it is real or imitated, and where it is', () => {
    const text = banner(facts);
    expect(text).toMatch(/identity provider +imitated +OpenID Connect +127.0.0.1:4001\/oidc/);
    expect(text).toMatch(/customer file +real +SOAP 1.1 +soa.example\/clients/);
    expect(text).toMatch(/account ledger +real +Db2 +db2.example:50000\/BNQ/);
    expect(text).toMatch(/claims and surveys +real +PostgreSQL +pg.example\/hub/);
    expect(text).toContain('npm run db2:driver');
  });

  it('shows no password', () => {
    expect(banner(facts)).not.toContain('secret');
  });
});
