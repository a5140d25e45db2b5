import fc from 'fast-check';
import { HubError } from '../../../schema/kernel/errors';
import { checkFileName } from '../../../subgraphs/documents/evidence/file-name';

const reasonOf = (name: string, mimeType = 'application/pdf'): string | undefined => {
  try {
    checkFileName('input.fileName', name, mimeType);
    return undefined;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    expect(error.facts).toEqual({ argument: 'input.fileName' });
    return error.message;
  }
};

it.each([
  ['facture.pdf', 'application/pdf'],
  ['Relevé n° 12, « mai » (1).PDF', 'application/pdf'],
  ['領収書.pdf', 'application/pdf'],
  ['إيصال.pdf', 'application/pdf'],
  ['IMG_0001.HEIC', 'image/heif'],
  ['photo 🧾.jpeg', 'image/jpeg'],
  ['12.03.2026.txt', 'text/plain'],
])('takes %s', (name, mimeType) => {
  expect(reasonOf(name, mimeType)).toBeUndefined();
});

it.each([
  ['a path', '../../etc/passwd.pdf'],
  ['a path of Windows', '..\\facture.pdf'],
  ['a drive', 'C:facture.pdf'],
  ['a stream', 'a.pdf:evil.pdf'],
  ['nothing before the ending', '.pdf'],
  ['no ending', 'facture'],
  ['another ending', 'facture.pdf.exe'],
  ['an ending that a turned order of letters hides', 'facture\u202Efdp.exe'],
  ['turned letters before the right ending', 'exe\u202E.pdf'],
  ['isolated letters', 'a\u2066b\u2069.pdf'],
  ['a zero', 'a\u0000.pdf'],
  ['a line end', 'a\r\nX-Header: b.pdf'],
  ['a line separator', 'a\u2028b.pdf'],
  ['half a character', 'a\ud800.pdf'],
  ['an unseen space', 'a\u200Bb.pdf'],
  ['a device', 'NUL.pdf'],
  ['a blank at the end', 'a.pdf '],
  ['a point at the end', 'a.pdf.'],
  ['a script', '<img src=x>.pdf'],
  ['too much', `${'a'.repeat(117)}.pdf`],
])('refuses %s', (_what, name) => {
  expect(reasonOf(name)).toMatch(/^input\.fileName: .+\.$/);
});

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 150 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        '..',
        '/',
        '\\',
        '\0',
        '\u202e',
        '\u2066',
        ' ',
        '.',
        'a',
        'é',
        '🧾',
        '\ud83d',
        ':',
        'con',
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('')),
);

it('whatever a file is called: taken as it is, and then harmless, or refused by one of five sentences', () => {
  const sentences = new Set<string>();
  fc.assert(
    fc.property(odd, fc.constantFrom('.pdf', '.PDF', '', '.exe'), (start, ending) => {
      const name = start + ending;
      const reason = reasonOf(name);
      if (reason === undefined) {
        expect(name).not.toMatch(
          /[/\\:*?"<>|]|[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/,
        );
        expect(name.isWellFormed()).toBe(true);
        expect(name.toLowerCase()).toMatch(/^[^.].*\.pdf$/s);
        expect(name.length).toBeLessThanOrEqual(120);
      } else sentences.add(reason);
    }),
    { numRuns: 5_000 },
  );
  expect(sentences.size).toBeLessThanOrEqual(5);
});
