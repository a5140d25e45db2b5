import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Points around what is printed. */
export const MARGIN = 56;

/** What we use of the font that a document has open, which its types do not tell. */
interface WithFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(point: number): boolean } };
}

/** What a PDF says of itself. */
interface Printed {
  readonly title: string;
  /** ISO 639-1. */
  readonly language: string;
  /** Everything that a library would take from the clock is the document's own. */
  readonly date: Date;
}

/** A PDF that is being written. */
export interface Print {
  readonly pdf: PDFKit.PDFDocument;
  /** Characters that the font does not have are named: nothing of what was said disappears. */
  legible(text: string): string;
  /** Ends it. @returns its bytes: the same for the same content. */
  end(): Promise<Buffer>;
}

/** Reads the font once. @returns what begins a PDF on A4. */
export function createPrinter(): (printed: Printed) => Promise<Print> {
  const font = readFileSync(join(__dirname, 'noto-sans-latin.woff'));
  return async ({ title, language, date }) => {
    const { default: PDFDocument } = await import('pdfkit'); // Processes that print nothing do without.
    const pdf = new PDFDocument({
      size: 'A4',
      margin: MARGIN,
      lang: language.toLowerCase(),
      info: { Title: title, CreationDate: date, ModDate: date },
    });
    const bytes = collected(pdf);
    pdf.registerFont('text', font).font('text');
    return {
      pdf,
      legible: (text) => legible(text, (pdf as unknown as WithFont)._font.font),
      end() {
        pdf.end();
        return bytes;
      },
    };
  };
}

const legible = (text: string, font: WithFont['_font']['font']): string =>
  Array.from(text.replace(/\r\n?/g, '\n').replace(/\t/g, '    '), (character) => {
    const point = character.codePointAt(0) ?? 0;
    const known = character === '\n' || font.hasGlyphForCodePoint(point);
    return known ? character : `‹U+${point.toString(16).toUpperCase().padStart(4, '0')}›`;
  }).join('');

function collected(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}
