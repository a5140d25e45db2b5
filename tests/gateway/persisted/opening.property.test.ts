import fc from 'fast-check';
import type { OperationMode } from '../../../gateway/persisted/settings';
import { hashOf } from '../../../gateway/persisted/manifest';
import { openPipeline, registered } from './world';

/** Texts that say the same in other words, texts of others, texts that hold a value, and texts that are none. */
const TEXTS = [
  'query One { number }',
  'query One {\n  number,\n}',
  'query Two { secret }',
  'query Three { file(id: "RC-2026-0000001") }',
  'query Four { nothing }',
  'query Five {',
];
const CLIENTS = ['desk', 'portal', 'anonymous'];

interface Sent {
  readonly client: string;
  readonly text: string;
  readonly form: 'text' | 'hash' | 'both' | 'mixed' | 'id';
}

/** What may come back, by rules that know neither caches nor the order in which the pipeline looks. */
function expected(
  { client, text, form }: Sent,
  mode: OperationMode,
  own: readonly string[],
  sentBefore: ReadonlySet<string>,
): readonly string[] {
  const same = (one: string) => one.replace(/[\s,]+/g, '');
  const isRegistered = mode !== 'off' && own.some((each) => same(each) === same(text));
  const isName = mode !== 'off' && own.includes(text);
  const read = /nothing|\{$/.test(text)
    ? ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']
    : ['answered'];
  const byText = mode === 'enforce' && !isRegistered ? ['OPERATION_NOT_REGISTERED'] : read;
  if (form === 'mixed') return ['BAD_REQUEST'];
  if (form === 'id') return isName ? read : ['OPERATION_NOT_REGISTERED'];
  if (form !== 'hash' || isName) return isName ? read : byText;
  return sentBefore.has(`${client} ${text}`) ? byText : ['PERSISTED_QUERY_NOT_FOUND'];
}

const sent = fc.record<Sent>({
  client: fc.constantFrom(...CLIENTS),
  text: fc.constantFrom(...TEXTS),
  form: fc.constantFrom('text', 'hash', 'both', 'mixed', 'id'),
});
const mode = fc.constantFrom<OperationMode>('off', 'log', 'enforce');
const manifest = fc.uniqueArray(fc.constantFrom(...TEXTS.slice(0, 5)), { maxLength: 3 });

describe('whatever is sent', () => {
  it('each client gets what it may send and what itself sent before, whatever others do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ desk: mode, portal: mode, anonymous: mode }),
        fc.record({ desk: manifest, portal: manifest, anonymous: manifest }),
        fc.array(sent, { maxLength: 25 }),
        async (modes, manifests, requests) => {
          const operations = Object.fromEntries(
            Object.entries(manifests).map(([client, texts]) => [
              client,
              texts.map((text) => registered(text)),
            ]),
          );
          const { ask, safelist } = openPipeline({ mode: modes, operations });
          await safelist.load();
          const before = new Set<string>();
          for (const request of requests) {
            const { client, text, form } = request;
            const wanted = expected(request, modes[client as 'desk'], manifests[client as 'desk'], before);
            const hash = hashOf(form === 'mixed' ? `${text} ` : text);
            const { code, data } = await ask(
              {
                ...(form === 'hash' || form === 'id' ? {} : { query: text }),
                ...(form === 'id' ? { documentId: hash } : form === 'text' ? {} : { sha256Hash: hash }),
              },
              { client },
            );
            expect([request, wanted]).toEqual([
              request,
              expect.arrayContaining([code ?? (data && 'answered')]),
            ]);
            const isKept = form === 'both' && code === undefined && !text.includes('"');
            if (isKept) before.add(`${client} ${text}`);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
