/** The eight places where ISO-8859-15 differs from ISO-8859-1. */
const LATIN_9: readonly (readonly [byte: number, character: string])[] = [
  [0xa4, '€'],
  [0xa6, 'Š'],
  [0xa8, 'š'],
  [0xb4, 'Ž'],
  [0xb8, 'ž'],
  [0xbc, 'Œ'],
  [0xbd, 'œ'],
  [0xbe, 'Ÿ'],
];
const toByte = new Map(LATIN_9.map(([byte, character]) => [character, byte]));
const taken = new Set(LATIN_9.map(([byte]) => byte));

/** Encodes XML text as ISO-8859-15; what the code page lacks becomes a numeric character reference. */
export function encodeLatin9(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const byte = toByte.get(character) ?? (code < 0x100 && !taken.has(code) ? code : undefined);
    if (byte === undefined) bytes.push(...Buffer.from(`&#${code};`, 'latin1'));
    else bytes.push(byte);
  }
  return Buffer.from(bytes);
}
