import { columnRepair, type Misread, misreadColumns, repairOf } from '../../../subgraphs/shared/code-page';

/** Bytes of French texts in CCSID 297, and what they read as by mistake. */
const BYTES: readonly (readonly [byte: number, written: string, as037: string, as500: string])[] = [
  [0xc0, 'é', '{', '{'],
  [0xd0, 'è', '}', '}'],
  [0x7c, 'à', '@', '@'],
  [0xe0, 'ç', '\\', '\\'],
  [0x6a, 'ù', '¦', '¦'],
  [0x44, '@', 'à', 'à'],
  [0xb1, '#', '£', '£'],
  [0x7b, '£', '#', '#'],
  [0x90, '[', '°', '°'],
  [0xb5, ']', '§', '§'],
  [0x51, '{', 'é', 'é'],
  [0x54, '}', 'è', 'è'],
  [0xbb, '|', ']', '|'],
  [0x5b, '$', '$', '$'],
  [0x52, 'ê', 'ê', 'ê'],
];

it.each(BYTES)('byte %p is %s, whichever of the two pages it was read by', (_byte, written, as037, as500) => {
  expect(repairOf({ readAs: '037', written: '297' })(as037)).toBe(written);
  expect(repairOf({ readAs: '500', written: '297' })(as500)).toBe(written);
});

it('puts a label right, and leaves what all pages share as it is', () => {
  const repair = repairOf({ readAs: '500', written: '297' });
  expect(repair('R{clamation d}s r{ception, @ 12,50 # 1$ A-Z 0-9   ')).toBe(
    'Réclamation dès réception, à 12,50 £ 1$ A-Z 0-9   ',
  );
});

it.each<[Misread['readAs'], Misread['written'], string, string]>([
  ['037', '297', '¤', '¤'],
  ['500', '1147', '¤', '€'],
  ['1140', '1147', '€', '€'],
  ['1148', '297', '€', '¤'],
])('read as %s and written in %s, the currency sign %s is %s', (readAs, written, wrong, right) => {
  expect(repairOf({ readAs, written })(wrong)).toBe(right);
});

it.each(['037', '500', '1140', '1148'] as const)('loses no character of a text read as %s', (readAs) => {
  const page = ' !"#$%&\'()*+,-./0123456789:;<=>?@AZ[\\]^_`az{|}~¢£§¨¬°µàçèéù¦';
  const repair = repairOf({ readAs, written: '1147' });
  expect(new Set([...page].map(repair)).size).toBe([...page].length);
});

describe('the columns of a system', () => {
  it('are named with the page that they were read as and the one they were written in', () => {
    const columns = misreadColumns('MVT_LIB:500>297, CPT_NOM:1140>1147')!;
    const repair = columnRepair(columns);
    expect(repair('MVT_LIB', 'PAY{')).toBe('PAYé');
    expect(repair('CPT_NOM', '12 €')).toBe('12 €');
    expect(repair('MVT_COD', '{')).toBe('{');
    expect(repair('MVT_LIB', null)).toBeNull();
    expect(repair('MVT_LIB', 12)).toBe(12);
  });

  it.each(['MVT_LIB', 'MVT_LIB:500', 'mvt_lib:500>297', 'MVT_LIB:297>500', 'A:500>297;B:500>297'])(
    '%s is none',
    (text) => expect(misreadColumns(text)).toBeUndefined(),
  );

  it('may be none', () => expect(misreadColumns('')?.size).toBe(0));
});
