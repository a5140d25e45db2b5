import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYamlData } from '../../shared/yaml-data';

const NAME = 'note-words.yaml';
const words = z.record(
  z.string(),
  z.array(z.string().regex(/^[a-z-]+\*?$/, 'small letters without accents are expected')),
);
const shape = z
  .strictObject({
    version: z.string(),
    kinds: z.record(z.string(), z.string().min(1)),
    words: z.strictObject({ FR: words, EN: words, DE: words, ES: words, IT: words }),
  })
  .superRefine(({ kinds, words: all }, { addIssue }) => {
    for (const [language, lists] of Object.entries(all)) {
      for (const kind of Object.keys(lists)) {
        if (!(kind in kinds))
          addIssue({ code: 'custom', path: ['words', language, kind], message: 'not a kind' });
      }
    }
  });

/** A word of a note that may not belong into it. */
export interface FoundWord {
  readonly kind: string;
  /** As it stands in the note. */
  readonly word: string;
  readonly advice: string;
}

/** @returns the words of a note that may not belong into it, each once, in the note's order. */
export type NoteCheck = (note: string) => FoundWord[];

/** @throws {Error} naming file and line of every mistake. */
export function parseNoteWords(text: string): NoteCheck {
  const { kinds, words: all } = parseYamlData(NAME, text, shape);
  const exact = new Map<string, string>();
  const stems: (readonly [string, string])[] = [];
  for (const lists of Object.values(all)) {
    for (const [kind, list] of Object.entries(lists)) {
      for (const each of list) {
        if (each.endsWith('*')) stems.push([each.slice(0, -1), kind]);
        else exact.set(each, kind);
      }
    }
  }
  const kindOf = (plain: string): string | undefined =>
    exact.get(plain) ?? stems.find(([stem]) => plain.startsWith(stem))?.[1];
  return (note) => {
    const found = new Map<string, FoundWord>();
    for (const [word] of note.matchAll(/[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*/gu)) {
      const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
      const kind = kindOf(plain);
      if (kind !== undefined && !found.has(plain))
        found.set(plain, { kind, word, advice: kinds[kind] ?? '' });
    }
    return [...found.values()];
  };
}

/** The words that ship with the hub, of all five languages: a note is not always in the claim's. */
export const loadNoteWords = (): NoteCheck =>
  parseNoteWords(readFileSync(join(__dirname, '..', 'rules', NAME), 'utf8'));
