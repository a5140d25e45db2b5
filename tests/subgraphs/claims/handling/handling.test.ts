import { loadNoteWords, parseNoteWords } from '../../../../subgraphs/claims/handling/note-words';
import { openTestStore } from '../../../harness/test-store';
import { handlingSuite } from './handling.suite';

handlingSuite('PGlite', openTestStore);

describe('words that do not belong into notes', () => {
  const kinds = (note: string): string[] => loadNoteWords()(note).map(({ kind, word }) => `${kind} ${word}`);

  it.each([
    ['Client malade, a envoyé un certificat.', ['HEALTH malade']],
    ['Le SYNDICALISTE a rappelé.', ['BELIEF SYNDICALISTE']],
    ['Der Kunde ist ein Lügner.', ['JUDGEMENT Lügner']],
    ['La cliente está embarazada.', ['HEALTH embarazada']],
    ['Il cliente è pazzo, pazzo.', ['JUDGEMENT pazzo']],
    ['He went to prison, the crook.', ['OFFENCE prison', 'OFFENCE crook']],
  ])('are found in %s', (note, words) => expect(kinds(note)).toEqual(words));

  it.each([
    'Difficulté de paiement en octobre ; relevé reçu le 12.',
    'Demande le remboursement de 20 € de frais de rejet, facture jointe.',
    'The card was blocked on Monday; the new one was sent to the branch.',
    'Die Überweisung kam am 3. März an, der Kunde bittet um Rückruf.',
  ])('are not found in %s', (note) => expect(kinds(note)).toEqual([]));

  it('are listed with mistakes told by their line', () => {
    const text = `version: '1'
kinds: { A: Write less. }
words:
  FR: { A: [mot*] }
  EN: { A: [word] }
  DE: {}
  ES: {}
  IT: {}
`;
    expect(() => parseNoteWords(text)).not.toThrow();
    expect(() => parseNoteWords(text.replace('EN: { A', 'EN: { B'))).toThrow(
      'note-words.yaml:5: words.EN.B: not a kind',
    );
    expect(() => parseNoteWords(text.replace('mot*', 'Été'))).toThrow('note-words.yaml:4: words.FR.A.0');
  });
});
