import { operationReader } from '../../../subgraphs/accounts/operation.record';
import { columnRepair, misreadColumns } from '../../../subgraphs/shared/code-page';

it('a label that arrives misread is put right before it becomes a record, and nothing else is touched', () => {
  const repair = columnRepair(misreadColumns('MVT_LIB:500>297')!);
  const row = [
    ...['MV00000000000001', '0001234567A', '000000000001', '00042', 1260115, '20260115  '],
    ...['2026-01-15-09.30.05.123456', '14990          ', 'D', 'EUR', '30'],
    'PR{L}VEMENT {LECTRICIT{         ',
  ];
  const wanted = (): boolean => true;
  expect(operationReader(wanted, repair).parse(row, 'account-ledger')).toMatchObject({
    reference: 'MV00000000000001',
    label: 'PRéLèVEMENT éLECTRICITé',
  });
  expect(operationReader(wanted).parse(row, 'account-ledger').label).toBe('PR{L}VEMENT {LECTRICIT{');
});
