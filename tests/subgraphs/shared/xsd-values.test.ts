import { LegacyDataError } from '../../../schema/kernel/source-errors';
import { given, xsdBoolean, xsdFloat, xsdInt } from '../../../subgraphs/shared/xsd-values';

describe('values as XML Schema writes them', () => {
  it('reads both spellings of true and false', () => {
    expect(['true', '1', 'false', ' 0 '].map((text) => xsdBoolean(text, 'gift'))).toEqual([
      ...[true, true],
      ...[false, false],
    ]);
  });

  it('reads whole numbers that a graph can carry', () => {
    expect(['0', '-7', '+7', '2147483647', '-2147483648'].map((text) => xsdInt(text, 'n'))).toEqual([
      ...[0, -7, 7],
      ...[2147483647, -2147483648],
    ]);
  });

  it('reads numbers', () => {
    expect(['1.5', '-2E3', '.5'].map((text) => xsdFloat(text, 'n'))).toEqual([1.5, -2000, 0.5]);
  });

  it.each([
    [xsdBoolean, 'yes'],
    [xsdBoolean, ''],
    [xsdInt, '2147483648'],
    [xsdInt, '1.0'],
    [xsdInt, ''],
    [xsdFloat, 'INF'],
    [xsdFloat, 'NaN'],
    [xsdFloat, ' '],
  ])('%p names the place of %j and does not repeat it', (read, text) => {
    const refused = (): unknown => read(text, 'order/field');
    expect(refused).toThrow(LegacyDataError);
    expect(refused).toThrow(/^order\/field is not (true or false|a 32-bit whole number|a number)$/);
  });

  it('reads nothing of what is absent', () => {
    const read = (text: string): number => text.length;
    expect([given(null, read), given(undefined, read), given('', read)]).toEqual([null, null, 0]);
  });
});
