import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client } from 'soap';
import { createSoapCaller } from '../../../adapters/soap';
import { ACCOUNT } from './soap-caller.suite';
import { answer, send, startStrictServer } from './strict-server';

// `soap`'s client remembers its last request (with the password's digest), its headers and its last answer.
it('keeps no client of a call that is over, answered or failed', async () => {
  const { addSoapHeader } = Client.prototype;
  const clients: WeakRef<Client>[] = [];
  Client.prototype.addSoapHeader = function (this: Client, ...header: Parameters<typeof addSoapHeader>) {
    clients.push(new WeakRef(this));
    return addSoapHeader.apply(this, header);
  };
  const server = await startStrictServer(ACCOUNT);
  const wsdlPath = join(__dirname, 'contract/epreuve.wsdl');
  const { username, password, now } = ACCOUNT;
  const caller = await createSoapCaller(
    { source: 'trial', wsdlPath, endpoint: server.endpoint, username, password, codeAppli: 'RCL' },
    { clock: { now: () => now } },
  );
  const call = (): Promise<unknown> =>
    caller.call({
      operation: 'consulterFiches',
      body: { reference: ['A'] },
      timeoutMs: 2_000,
      requestId: 'r',
      parse: (node) => node,
    });
  try {
    server.reply = send(answer());
    await Promise.all([call(), call(), call()]);
    server.reply = send('<html/>', 'text/html');
    await expect(call()).rejects.toMatchObject({ code: 'SOURCE_INVALID_DATA' });
    expect(clients).toHaveLength(4);

    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let turn = 0; turn < 10 && clients.some((client) => client.deref()); turn += 1) {
      await nextTurn();
      collect();
    }
    expect(clients.filter((client) => client.deref())).toHaveLength(0);
  } finally {
    Client.prototype.addSoapHeader = addSoapHeader;
    await caller.close();
    await server.close();
  }
});
