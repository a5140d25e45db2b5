import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import type { CopiedClaim } from './copy';
import { type AllCopyWords, loadCopyWords } from './words';

const MARGIN = 56;
const LABEL_WIDTH = 150;
const SIZE = { title: 16, heading: 12, text: 10 } as const;

/** What we use of the font that a document has open, which its types do not tell. */
interface WithFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(point: number): boolean } };
}

/** Writes dated copies. */
export interface CopyWriter {
  /** @returns a PDF: the same bytes for the same copy. */
  write(claim: CopiedClaim): Promise<Buffer>;
}

/** Reads the font and the words once. */
export function createCopyWriter(): CopyWriter {
  const file = readFileSync(join(__dirname, 'noto-sans-latin.woff'));
  const words = loadCopyWords();
  return { write: (claim) => written(claim, words, file) };
}

function written(claim: CopiedClaim, words: AllCopyWords, font: Buffer): Promise<Buffer> {
  const { reference, filedAt, sha256, content } = claim.datedCopy;
  const own = words[content.language];
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: content.language.toLowerCase(),
    // Everything that a library would take from the clock is the copy's own.
    info: {
      Title: `${own.title} ${claim.number}`,
      CreationDate: new Date(filedAt),
      ModDate: new Date(filedAt),
    },
  });
  const done = collected(pdf);
  pdf.registerFont('text', font).font('text');
  const legibly = (text: string): string => legible(text, (pdf as unknown as WithFont)._font.font);
  pdf.fontSize(SIZE.title).text(own.title).moveDown();
  pdf.fontSize(SIZE.text);
  for (const [label, value] of factsOf(claim, words)) {
    const { y } = pdf;
    pdf.fillColor('#555555').text(label, MARGIN, y, { width: LABEL_WIDTH });
    const below = pdf.y;
    pdf.fillColor('#000000').text(legibly(value), MARGIN + LABEL_WIDTH, y);
    pdf.y = Math.max(below, pdf.y);
  }
  pdf.x = MARGIN;
  if (content.answers.length > 0) {
    heading(pdf, own.labels.answers);
    for (const { asked, said } of content.answers) pdf.text(`${asked} ${legibly(said ?? '…')}`);
  }
  heading(pdf, own.labels.description);
  pdf.text(legibly(content.description));
  pdf.moveDown(2).fillColor('#555555').text(own.kept);
  pdf.text(`${own.labels.reference} : ${reference}`).text(`${own.seal} ${sha256}`);
  pdf.end();
  return done;
}

function heading(pdf: PDFKit.PDFDocument, text: string): void {
  pdf.moveDown().fontSize(SIZE.heading).text(text).moveDown(0.5).fontSize(SIZE.text);
}

function factsOf({ number, datedCopy }: CopiedClaim, words: AllCopyWords): readonly [string, string][] {
  const { filedAt, content } = datedCopy;
  const { language, sentAt, claimant, disputedAmount } = content;
  const { labels, channels, capacities, products, motives } = words[language];
  const who = claimant && [claimant.name, claimant.email, ...(claimant.address ?? [])];
  const facts: [string, string | null | undefined][] = [
    [labels.number, number],
    [labels.filedAt, parisTime(filedAt, language)],
    [labels.receivedAt, parisTime(content.receivedAt, language)],
    [labels.sentAt, sentAt && parisTime(sentAt, language)],
    [labels.channel, channels[content.channel] ?? content.channel],
    [labels.capacity, capacities[content.capacity] ?? content.capacity],
    [labels.claimant, who?.filter((line) => line !== null).join('\n')],
    [labels.product, products[content.product] ?? content.product],
    [labels.motive, motives[content.motive] ?? content.motive],
    [labels.amount, disputedAmount && amountIn(disputedAmount, language)],
  ];
  return facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string' && fact[1] !== '');
}

/** Written by hand: what a locale's data say changes from one release of the run time to the next. */
function parisTime(instant: string, language: keyof AllCopyWords): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Paris',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? '';
  const between = language === 'DE' ? '.' : '/';
  return `${[of('day'), of('month'), of('year')].join(between)} ${of('hour')}:${of('minute')}:${of('second')}`;
}

function amountIn(amount: string, language: keyof AllCopyWords): string {
  const [digits = '', currency = ''] = amount.split(' ');
  const unit = currency === 'EUR' ? '€' : currency;
  return language === 'EN' ? `${unit} ${digits}` : `${digits.replace('.', ',')} ${unit}`;
}

/** Characters that the font does not have are named: nothing of what was said disappears from a copy. */
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
