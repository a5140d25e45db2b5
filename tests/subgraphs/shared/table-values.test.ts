import { LegacyDataError } from '../../../schema/kernel/source-errors';
import { integer, real } from '../../../subgraphs/shared/table-values';

it('whole numbers of a column are numbers, whatever their sign', () => {
  expect([integer(0, 'T.C'), integer(-7, 'T.C')]).toEqual([0, -7]);
});

it('a REAL or a DOUBLE is read as the driver gives it, number or text', () => {
  expect([real(1.5, 'T.C'), real(' -2.5E1 ', 'T.C')]).toEqual([1.5, -25]);
});

it.each([
  [integer, '7'],
  [integer, 1.5],
  [integer, null],
  [real, 'x'],
  [real, ' '],
  [real, Infinity],
  [real, null],
])('%p names the column of %j and does not repeat it', (read, value) => {
  expect(() => read(value, 'T.C')).toThrow(LegacyDataError);
  expect(() => read(value, 'T.C')).toThrow(/^T\.C is not a (whole )?number$/);
});
