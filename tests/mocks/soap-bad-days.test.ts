import { startSoapMocks, type BehaviourInput, type SoapMocks } from '../../mocks/soap/index';
import { setImmediate as turn } from 'node:timers/promises';
import { post, texts, type Parts } from './hand-written';
import { writeSmallWorld } from './small-world';

const consult: Parts = {
  namespace: 'http://referentiel.banque.example/clients/v2_3',
  operation: 'consulterPersonnes',
  body: '<q:numeroTiers>000000000001</q:numeroTiers>',
};

const world = writeSmallWorld();
let mocks: SoapMocks;
beforeAll(async () => {
  mocks = await startSoapMocks({ dataDir: world.dataDir });
});
beforeEach(() => mocks.reset());
afterAll(async () => {
  await mocks.close();
  world.remove();
});

/** One call while the customer file behaves like this. */
async function on(customers: BehaviourInput) {
  await mocks.behave({ customers });
  return post(mocks.urls.customers, consult);
}
const isWell = async (): Promise<boolean> => (await post(mocks.urls.customers, consult)).status === 200;

it('down: refuses connections, alone among the services, and answers again at the same place', async () => {
  const refused = (await on({ kind: 'down' }).catch((error: unknown) => error)) as {
    cause: { code: string };
  };
  expect(refused.cause.code).toBe('ECONNREFUSED');
  expect((await fetch(`${mocks.urls.payments}?wsdl`)).status).toBe(200);
  await mocks.behave({ customers: { kind: 'well' } });
  expect(await isWell()).toBe(true);
});

it('reset: cuts the connection in the middle of the answer', async () => {
  const cut = (await on({ kind: 'reset' }).catch((error: unknown) => error)) as Error;
  expect(cut).toMatchObject({ message: expect.stringMatching(/terminated|fetch failed/) as string });
});

it('slow: answers that much later', async () => {
  const start = performance.now();
  const { text } = await on({ kind: 'slow', ms: 150 });
  expect(performance.now() - start).toBeGreaterThanOrEqual(149);
  expect(texts(text, 'codeRetour')).toEqual(['00']);
});

it('held: answers when it is told to behave otherwise', async () => {
  await mocks.behave({ customers: { kind: 'held' } });
  let answered = false;
  const held = post(mocks.urls.customers, consult).finally(() => (answered = true));
  while (mocks.calls().customers.operations.consulterPersonnes?.calls !== 1) await turn();
  expect(answered).toBe(false);
  await mocks.behave({ customers: { kind: 'well' } });
  expect(texts((await held).text, 'codeRetour')).toEqual(['00']);
});

it('slow-body: the head at once, the last byte late', async () => {
  await mocks.behave({ customers: { kind: 'slow-body', ms: 200 } });
  const start = performance.now();
  const { text } = await post(mocks.urls.customers, consult);
  expect(performance.now() - start).toBeGreaterThanOrEqual(150);
  expect(text).toMatch(/<\/soap:Envelope>$/);
});

it('half: a complete HTTP answer with half an envelope', async () => {
  const { status, text } = await on({ kind: 'half' });
  expect(status).toBe(200);
  expect(text).toContain('<soap:Body>');
  expect(text).not.toContain('</soap:Body>');
});

it('html: a page with any status', async () => {
  expect(await on({ kind: 'html' })).toMatchObject({
    status: 200,
    contentType: 'text/html; charset=ISO-8859-1',
  });
  expect(await on({ kind: 'html', status: 502 })).toMatchObject({ status: 502 });
});

it('fault: HTTP 500 with a Java stack that repeats the key it worked on', async () => {
  const { status, text } = await on({ kind: 'fault' });
  expect(status).toBe(500);
  expect(texts(text, 'faultcode')).toEqual(['soap:Server']);
  expect(texts(text, 'trace')[0]).toMatch(/^java\.lang\.IllegalStateException: .*000000000001/);
});

it('closed: the Fault of the nightly closing', async () => {
  const { status, text } = await on({ kind: 'closed' });
  expect([status, texts(text, 'faultstring'), texts(text, 'code')]).toEqual([
    500,
    ['FERMETURE'],
    ['FERMETURE'],
  ]);
});

it('code: HTTP 200 with any codeRetour', async () => {
  const technical = await on({ kind: 'code', codeRetour: '12' });
  expect([technical.status, texts(technical.text, 'codeRetour')]).toEqual([200, ['12']]);
  const business = await on({ kind: 'code', codeRetour: '08', codeErreur: 'CLI0999' });
  expect(texts(business.text, 'codeErreur')).toEqual(['CLI0999']);
});

it('unknown-enum: one value that the contract does not know', async () => {
  expect(texts((await on({ kind: 'unknown-enum' })).text, 'langue')).toEqual(['ZZ']);
});

it('doctype: a DOCTYPE with an entity before a good envelope', async () => {
  expect((await on({ kind: 'doctype' })).text).toMatch(
    /^<\?xml [^>]*\?><!DOCTYPE Envelope \[<!ENTITY x SYSTEM/,
  );
});

it('oversized: a good envelope of the size asked for', async () => {
  const { bytes, text } = await on({ kind: 'oversized', bytes: 1_000_000 });
  expect(bytes.length).toBeGreaterThan(999_000);
  expect(texts(text, 'codeRetour')).toEqual(['00']);
});

it('behaves badly for as many calls, and for the operation, that it was told', async () => {
  await mocks.behave({ customers: { kind: 'fault', times: 2 } });
  expect([await isWell(), await isWell(), await isWell()]).toEqual([false, false, true]);
  await mocks.behave({ customers: { kind: 'fault', operation: 'rechercherPersonne' } });
  expect(await isWell()).toBe(true);
});

it('refuses a behaviour that does not exist', async () => {
  await expect(mocks.behave({ customers: { kind: 'sulky' } as never })).rejects.toThrow();
});
