import * as fc from 'fast-check';

/** What people, programs and attackers send: alone, joined, and repeated up to a megabyte. */
const PARTS = [
  "'; drop table claims.claim; --",
  "1' or '1'='1",
  '<script>alert(1)</script>',
  '<img src=x onerror="alert(1)">',
  '\u202egnirts desrever\u202c',
  '\u2066\u2067\u2068\u2069',
  'مرحبا بالعالم',
  'שלום',
  '👩‍👩‍👧‍👦 🇫🇷 é e\u0301 Å A\u030a',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘',
  '\ud800',
  '\udc00\ud800',
  '$1 %s {{x}} ${y} \\n \\u0000',
  '\ufeffBOM\u2028\u2029',
  '\u0000',
  '\u0007\u001b[31m',
  '\ufffe\uffff\ufdd0',
  'ligne\r\nligne\tfin ',
  '\u0085\u009f\u00ad\u200b\u200d',
  ']]>&amp;<!--<?xml?>',
  'null',
  'NaN',
  '=HYPERLINK("http://x.example")',
  '../../etc/passwd',
  'FR76 3000 6000 0112 3456 7890 189',
  '中文字符 ひらがな 한국어',
  ' ',
  '\u00a0',
  '',
] as const;

/** Odd texts of every kind: most short, some of a megabyte. */
export const oddTexts = (): fc.Arbitrary<string> => {
  const part = fc.constantFrom(...PARTS);
  return fc.oneof(
    { weight: 1, arbitrary: part.map((text) => `x${text}`.repeat(100_000).padEnd(1_000_000, 'y')) },
    { weight: 80, arbitrary: fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')) },
    { weight: 60, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
    { weight: 40, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
    {
      weight: 20,
      arbitrary: fc
        .tuple(part, fc.integer({ min: 19_990, max: 20_010 }))
        .map(([text, length]) => text.repeat(Math.ceil(length / Math.max(1, text.length))).slice(0, length)),
    },
  );
};
