import { hashOf, ManifestError, parseManifest } from '../../../gateway/persisted/manifest';
import { registered } from './world';

const GOOD = registered('query Good { number }');
const manifest = (...operations: readonly object[]): string =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });

function mistakes(text: string): readonly string[] {
  try {
    parseManifest(text);
    return [];
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return error.mistakes;
  }
}

describe('a manifest', () => {
  it('is taken as the clients’ tools write it', () => {
    const mutation = registered('mutation Rename($to: String) { rename(to: $to) }', 'rename@1');
    expect(parseManifest(manifest(GOOD, { ...mutation, clientName: null }))).toEqual([GOOD, mutation]);
  });

  it.each<[string, string, readonly string[]]>([
    ['no JSON', '{', ['it is not JSON']],
    ['a list', '[]', [expect.stringContaining('the manifest: ') as string]],
    [
      'another format',
      manifest(GOOD).replace('apollo-', ''),
      [expect.stringContaining('format: ') as string],
    ],
    [
      'an operation without a text and one without a name',
      manifest({ ...GOOD, body: undefined }, { ...GOOD, name: '' }),
      [
        expect.stringContaining('operations[0].body: ') as string,
        'operations[1].name: must be the name of the operation',
      ],
    ],
    ['one id twice', manifest(GOOD, GOOD), ['operations[1] Good: another operation has the same id']],
    [
      'a hash of another text',
      manifest({ ...GOOD, id: hashOf('') }),
      ['operations[0] Good: the id is not the SHA-256 of the text'],
    ],
    [
      'a text that is none',
      manifest(registered('query Bad { number\n  a(: }', 'x')),
      ['operations[0] Bad: the text is not GraphQL (line 2, column 5)'],
    ],
    [
      'two operations in one text',
      manifest(registered('query A { number } query B { number }')),
      ['operations[0] A: the text must hold one operation'],
    ],
    [
      'another name',
      manifest({ ...GOOD, name: 'Other' }),
      ['operations[0] Other: the text’s operation has another name'],
    ],
    [
      'another type',
      manifest({ ...GOOD, type: 'mutation' }),
      ['operations[0] Good: the text is a query, not a mutation'],
    ],
  ])('with %s is not taken, and says where', (_, text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });
});
