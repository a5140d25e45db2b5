import { createPrinter, MARGIN, type Print } from '../../subgraphs/shared/print/print';
import type { CopiedClaim } from './copy';
import { type AllCopyWords, loadCopyWords } from './words';

const LABEL_WIDTH = 150;
const SIZE = { title: 16, heading: 12, text: 10 } as const;

/** Writes dated copies. */
export interface CopyWriter {
  /** @returns a PDF: the same bytes for the same copy. */
  write(claim: CopiedClaim): Promise<Buffer>;
}

/** Reads the font and the words once. */
export function createCopyWriter(): CopyWriter {
  const print = createPrinter();
  const words = loadCopyWords();
  return {
    async write(claim) {
      const { filedAt, content } = claim.datedCopy;
      const title = `${words[content.language].title} ${claim.number}`;
      const begun = await print({ title, language: content.language, date: new Date(filedAt) });
      return written(claim, words, begun);
    },
  };
}

function written(claim: CopiedClaim, words: AllCopyWords, { pdf, legible, end }: Print): Promise<Buffer> {
  const { reference, sha256, content } = claim.datedCopy;
  const own = words[content.language];
  pdf.fontSize(SIZE.title).text(own.title).moveDown();
  pdf.fontSize(SIZE.text);
  for (const [label, value] of factsOf(claim, words)) {
    const { y } = pdf;
    pdf.fillColor('#555555').text(label, MARGIN, y, { width: LABEL_WIDTH });
    const below = pdf.y;
    pdf.fillColor('#000000').text(legible(value), MARGIN + LABEL_WIDTH, y);
    pdf.y = Math.max(below, pdf.y);
  }
  pdf.x = MARGIN;
  if (content.answers.length > 0) {
    heading(pdf, own.labels.answers);
    for (const { asked, said } of content.answers) pdf.text(`${asked} ${legible(said ?? '…')}`);
  }
  heading(pdf, own.labels.description);
  pdf.text(legible(content.description));
  pdf.moveDown(2).fillColor('#555555').text(own.kept);
  pdf.text(`${own.labels.reference} : ${reference}`).text(`${own.seal} ${sha256}`);
  return end();
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
