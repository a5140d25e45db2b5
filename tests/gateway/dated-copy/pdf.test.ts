import { inflateSync } from 'node:zlib';
import type { CopiedClaim } from '../../../gateway/dated-copy/copy';
import { createCopyWriter } from '../../../gateway/dated-copy/pdf';
import { loadCopyWords } from '../../../gateway/dated-copy/words';
import { Channel, ClaimantCapacity, Motive, Product } from '../../../subgraphs/claims/claim.enum';

const copies = createCopyWriter();

function claim(content: Partial<CopiedClaim['datedCopy']['content']> = {}): CopiedClaim {
  return {
    number: 'RC-2026-0000042',
    datedCopy: {
      reference: 'DC-2026-0000042',
      filedAt: '2026-11-20T22:59:59.250Z',
      sha256: 'ab'.repeat(32),
      content: {
        language: 'FR',
        sentAt: null,
        receivedAt: '2026-11-20T22:59:59.250Z',
        channel: 'ONLINE',
        capacity: 'CUSTOMER',
        product: 'CARD',
        motive: 'CARD_LOST',
        description: 'Ma carte a été volée à Bœuf-sur-Mer : 12,50 € de frais !',
        disputedAmount: '12.50 EUR',
        claimant: null,
        answers: [{ asked: 'Depuis quelle date ?', said: '2026-11-19' }],
        ...content,
      },
    },
  };
}

/** The words of a page: glyph numbers back to text by the map that the document carries for whoever copies from it. */
function textOf(pdf: Buffer): string {
  const streams = [...pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(
    ([, body = '']) => {
      try {
        return [inflateSync(Buffer.from(body, 'latin1')).toString('latin1')];
      } catch {
        return [];
      }
    },
  );
  const map = streams.find((each) => each.includes('beginbfrange')) ?? '';
  const texts = [...map.matchAll(/<([0-9a-f]{4,8})>/g)].map(([, hex = '']) => hex);
  const list = /\[([^\]]*)\]/.exec(map)?.[1] ?? texts.join(' ');
  const glyphs = [...list.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = '']) =>
    String.fromCharCode(...(hex.match(/[0-9a-f]{4}/g) ?? []).map((code) => parseInt(code, 16))),
  );
  return streams
    .filter((each) => each.includes(' Tf') && !each.includes('beginbfrange'))
    .flatMap((page) => [...page.matchAll(/\[([^\]]*)\] TJ/g)].map(([, line = '']) => line))
    .map((line) =>
      [...line.matchAll(/<([0-9a-f]*)>/g)]
        .flatMap(([, hex = '']) => hex.match(/[0-9a-f]{4}/g) ?? [])
        .map((code) => glyphs[parseInt(code, 16)] ?? '')
        .join(''),
    )
    .join('\n');
}

describe('the dated copy as PDF', () => {
  it('is the same to the byte for the same copy, and another for another', async () => {
    const [one, two] = [await copies.write(claim()), await copies.write(claim())];
    expect(one.equals(two)).toBe(true);
    expect(one.subarray(0, 5).toString()).toBe('%PDF-');
    expect(one.equals(await copies.write(claim({ motive: 'OTHER' })))).toBe(false);
  });

  it('carries its font, so that accents and € come out everywhere', async () => {
    const pdf = await copies.write(claim());
    expect(pdf.toString('latin1')).toMatch(/\/FontFile[23]/);
    const text = textOf(pdf);
    for (const part of [
      'Ma carte a été volée à Bœuf-sur-Mer',
      '12,50 €',
      'Copie de votre réclamation',
      'Carte perdue, volée',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('tells the time in Paris, the number, the reference and the hash of the text that is kept', async () => {
    const text = textOf(await copies.write(claim()));
    for (const part of ['20/11/2026 23:59:59', 'RC-2026-0000042', 'DC-2026-0000042', 'ab'.repeat(32)]) {
      expect(text).toContain(part);
    }
  });

  it.each([
    ['EN', 'Copy of your complaint', '€ 12.50'],
    ['DE', 'Kopie Ihrer Beschwerde', '12,50 €'],
    ['ES', 'Copia de su reclamación', '12,50 €'],
    ['IT', 'Copia del suo reclamo', '12,50 €'],
  ] as const)('is written in %s where the claimant is served in it', async (language, title, amount) => {
    const text = textOf(await copies.write(claim({ language })));
    expect(text).toContain(title);
    expect(text).toContain(amount);
  });

  it('names characters that its font does not have, so that nothing disappears', async () => {
    const text = textOf(await copies.write(claim({ description: 'A 😀 \u202e B' })));
    expect(text).toContain('A ‹U+1F600› ‹U+202E› B');
  });

  it('goes over as many pages as the longest complaint takes', async () => {
    const pdf = await copies.write(claim({ description: 'Œuvre '.repeat(3_333) }));
    expect((pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g) ?? []).length).toBeGreaterThan(3);
  });

  it('has a word for everything that the graph knows, in five languages', () => {
    for (const { channels, capacities, products, motives } of Object.values(loadCopyWords())) {
      expect(Object.keys(channels).sort()).toEqual(Object.keys(Channel).sort());
      expect(Object.keys(capacities).sort()).toEqual(Object.keys(ClaimantCapacity).sort());
      expect(Object.keys(products).sort()).toEqual(Object.keys(Product).sort());
      expect(Object.keys(motives).sort()).toEqual(Object.keys(Motive).sort());
    }
  });
});
