import { setTimeout as sleep } from 'node:timers/promises';
import { startTestHub, type TestHub } from '../harness/hub';

const NUMBER = { number: 'RC-2026-0000001' };
const REQUEST = `mutation ($input: RequestEvidenceUploadInput!, $key: String!) {
  requestEvidenceUpload(input: $input, idempotencyKey: $key) { uploadPath evidence { state } } }`;
const STATE = `query ($number: String!) { claimByNumber(number: $number) {
  evidence { fileName state document { label sizeBytes claim { number } } } } }`;
const CONTENT = 'Opération entourée, jamais autorisée.\n';

describe('evidence, through gateway and subgraphs of processes of their own', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub({
      mode: 'distributed',
      variables: (usual) => ({ ...usual, DOCUMENTS_SOAP_RECHECK_MS: '1' }),
    });
  });
  afterAll(() => hub.close());

  it('sent while the document store is closed for the night, it is a document once that opens', async () => {
    const { body: found } = await hub.ask(
      'adviser',
      'query ($number: String!) { claimByNumber(number: $number) { id } }',
      NUMBER,
    );
    const input = {
      ...{
        claimId: found.data.claimByNumber.id as string,
        fileName: 'Relevé entouré.txt',
        mimeType: 'text/plain',
      },
      sizeBytes: Buffer.byteLength(CONTENT),
    };
    const asked = await hub.ask('adviser', REQUEST, { input, key: 'evidence-by-night' });
    expect(asked.body.errors).toBeUndefined();
    const path = asked.body.data.requestEvidenceUpload.uploadPath as string;

    await hub.behave({ documents: { kind: 'closed' } });
    const put = () =>
      fetch(`${hub.url}${path}`, { method: 'PUT', body: CONTENT, headers: { 'content-type': 'text/plain' } });
    expect((await put()).status).toBe(201);
    const again = await put();
    expect([again.status, again.headers.get('content-type')]).toEqual([
      409,
      expect.stringContaining('application/problem+json'),
    ]);

    const becomes = async (state: string) => {
      let file: Record<string, unknown> | undefined;
      for (let n = 0; n < 600 && file?.state !== state; n += 1) {
        await sleep(250);
        const { body } = await hub.ask('adviser', STATE, NUMBER);
        file = body.data.claimByNumber.evidence[0] as Record<string, unknown>;
      }
      return file;
    };
    expect(await becomes('PENDING')).toMatchObject({ state: 'PENDING', document: null });
    await hub.behave({ documents: { kind: 'well' } });
    expect(await becomes('POSTED')).toEqual({
      ...{ fileName: 'Relevé entouré.txt', state: 'POSTED' },
      document: { label: 'Relevé entouré.txt', sizeBytes: Buffer.byteLength(CONTENT), claim: NUMBER },
    });
    expect((await hub.calls()).documents.operations.deposerDocument?.calls).toBe(1);
    expect(hub.logged()).not.toContain(path.slice('/evidence/'.length));
    expect(hub.logged()).not.toContain('entouré');
    expect(await (await fetch(`${hub.url}/metrics`)).text()).not.toContain(path);
  });
});
