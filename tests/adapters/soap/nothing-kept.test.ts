import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createSoapCaller } from '../../../adapters/soap';
import { ACCOUNT } from './soap-caller.suite';
import { answer, send, startStrictServer } from './strict-server';
import { PATIENCE_MS } from '../../harness/patience-ms';

// What one call sent and was answered is nobody else's to find.
it('keeps neither the body nor the answer of a call that is over', async () => {
  const kept: WeakRef<object>[] = [];
  const server = await startStrictServer(ACCOUNT);
  const wsdlPath = join(__dirname, 'contract/epreuve.wsdl');
  const { username, password, now } = ACCOUNT;
  const caller = await createSoapCaller(
    { source: 'trial', wsdlPath, endpoint: server.endpoint, username, password, codeAppli: 'RCL' },
    { clock: { now: () => now } },
  );
  const call = async (): Promise<void> => {
    const body = { reference: ['A'] };
    kept.push(new WeakRef(body));
    await caller.call({
      operation: 'consulterFiches',
      body,
      timeoutMs: PATIENCE_MS,
      requestId: 'r',
      parse: (node) => void kept.push(new WeakRef(node as object)),
    });
  };
  try {
    server.reply = send(answer());
    await Promise.all([call(), call(), call()]);
    server.reply = send('<html/>', 'text/html');
    await expect(call()).rejects.toMatchObject({ code: 'SOURCE_INVALID_DATA' });
    expect(kept).toHaveLength(7);

    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let turn = 0; turn < 10 && kept.some((each) => each.deref()); turn += 1) {
      await nextTurn();
      collect();
    }
    expect(kept.filter((each) => each.deref())).toHaveLength(0);
  } finally {
    await caller.close();
    await server.close();
  }
});
