import { buildSchema, parse } from 'graphql';
import pino from 'pino';
import { emptyNotes } from '../../gateway/audit/notes';
import { startApollo } from '../../gateway/execute/apollo';
import type { GatewayExecutor, HubGateway } from '../../gateway/execute/hub-gateway';
import { lettingGo } from '../../gateway/execute/let-go';
import { createDocumentReader } from '../../gateway/plan/document';
import { DEFAULT_LIMITS } from '../../gateway/plan/limits';
import { createSourceMeter } from '../../schema/kernel/sources';
import { oldBytesLeft } from '../harness/old-generation';

const schema = buildSchema('type Query { numbers: [Int!]! }');
const query = '{ numbers }';

/** Executes the query through Apollo Server, with an answer of about 50 kB each time. */
async function executing() {
  const executor: GatewayExecutor = async () => ({
    data: { numbers: Array.from({ length: 6_000 }, (_, index) => index + Math.random()) },
  });
  const gateway: HubGateway = {
    schema: () => schema,
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({ executor: lettingGo(executor) }),
    stop: async () => undefined,
  };
  const apollo = await startApollo({
    ...{ gateway, transports: new Map(), deadlineMs: 1_000, report: () => undefined },
    ...{ log: pino({ level: 'silent' }), reader: () => createDocumentReader(schema, DEFAULT_LIMITS) },
  });
  const run = () => ({
    ...{ caller: { subject: '-' }, requestId: '-', signal: new AbortController().signal },
    ...{ sources: createSourceMeter(), masked: new Set<string>(), notes: emptyNotes() },
  });
  const document = parse(query);
  const operation = { query, hash: 'a'.repeat(64), document, operationName: undefined, variables: {} };
  return { apollo, once: () => apollo.execute(operation, run() as never) };
}

describe('an operation that is answered', () => {
  it('leaves nothing of its answer behind', async () => {
    const { apollo, once } = await executing();
    expect((await once()).data).toMatchObject({ numbers: expect.arrayContaining([expect.any(Number)]) });
    expect(await oldBytesLeft(300, once)).toBeLessThan(10_000);
    await apollo.stop();
  });

  it('is emptied, context and all, also where it fails', async () => {
    const context = { run: {}, fetch: async () => ({}) };
    const executor = lettingGo(async () => Promise.reject(new Error('no')));
    await expect(executor({ context } as never)).rejects.toThrow('no');
    expect(context).toEqual({ run: undefined, fetch: undefined });
  });
});
