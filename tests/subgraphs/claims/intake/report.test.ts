import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

it('`npm run rules -- intake` tells what is asked for each motive, and that every text is there in five languages', () => {
  const root = join(__dirname, '../../../..');
  const said = execFileSync(process.execPath, ['--import', 'tsx', 'subgraphs/rules.ts', 'intake'], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  expect(said).toContain('every text in five languages');
  expect(said).toContain('FEES_CONTESTED: operation, feeKind*, feeDate*, feeAmount*');
});
