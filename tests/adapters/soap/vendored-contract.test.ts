import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSoapCaller } from '../../../adapters/soap';
import type { SoapCaller } from '../../../schema/ports/soap';
import { PATIENCE_MS } from '../../harness/patience-ms';

const open = (wsdlPath: string): Promise<SoapCaller> =>
  createSoapCaller(
    {
      source: 'trial',
      wsdlPath,
      endpoint: 'http://127.0.0.1:9/',
      username: 'u',
      password: 'p',
      codeAppli: 'RCL',
    },
    { clock: { now: () => new Date(0) } },
  );

describe('a vendored contract', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'contract-'));
    await cp(join(__dirname, 'contract'), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const rewrite = async (from: string | RegExp, to: string): Promise<string> => {
    const file = join(folder, 'epreuve.wsdl');
    await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
    return file;
  };

  it.each(['customers/referentiel-clients', 'documents/ged', 'payments/paiements'])(
    'of the hub loads: %s',
    async (name) => {
      const caller = await open(join(__dirname, `../../../subgraphs/${name}.wsdl`));
      await caller.close();
    },
  );

  it('is loaded once, with what it imports: the files may go', async () => {
    const caller = await open(join(folder, 'epreuve.wsdl'));
    await rm(join(folder, 'epreuve.wsdl'));
    await rm(join(folder, 'types'), { recursive: true });
    const call = {
      operation: 'consulterFiches',
      body: { reference: ['A'] },
      timeoutMs: PATIENCE_MS,
      requestId: 'r',
    };
    await expect(caller.call({ ...call, parse: (node) => node })).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
    });
    await caller.close();
  });

  it('is never fetched, nor is what it imports', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(open(await rewrite('types/epreuve-types.xsd', `${address}/types.xsd`))).rejects.toThrow(
      'over the network',
    );
    await expect(open(`${address}/epreuve.wsdl`)).rejects.toThrow('over the network');
    expect(connections).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  it.each<[string, () => Promise<string>]>([
    ['is missing', async () => join(folder, 'other.wsdl')],
    ['imports what is missing', () => rewrite('types/epreuve-types.xsd', 'types/other.xsd')],
    ['is not XML', () => rewrite('<wsdl:definitions', 'definitions')],
    ['is not a WSDL', () => rewrite(/wsdl:definitions/g, 'html')],
    ['offers no SOAP operation', () => rewrite('http://schemas.xmlsoap.org/soap/http', 'urn:jms')],
    [
      'is not document/literal',
      () =>
        rewrite(
          'part name="parameters" element="tns:consulterFichesResponse"',
          'part name="p" type="xsd:string"',
        ),
    ],
  ])('stops the start when it %s', async (_what, wsdl) => {
    await expect(open(await wsdl())).rejects.toThrow();
  });
});
