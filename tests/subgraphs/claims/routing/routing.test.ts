import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choicesReader } from '../../../../subgraphs/claims/routing/choices.reader';
import { parseRoutingRules } from '../../../../subgraphs/claims/routing/rules';
import { openTestStore } from '../../../harness/test-store';
import { routingSuite } from './routing.suite';

routingSuite('PGlite', openTestStore);

const ROOT = join(__dirname, '..', '..', '..', '..');
const OWN = join(ROOT, 'subgraphs', 'claims', 'rules', 'routing.yaml');

describe('the file of routing rules', () => {
  const text = `version: '1'
queues:
  - { id: Q-A, queue: CARDS, when: { product: [CARD] }, because: x }
  - { id: Q-B, queue: GENERAL, because: y }
priority:
  base: 10
  factors:
    - { code: A, criterion: SEVERITY, points: 5, when: { amountFrom: '10.00' }, because: z }
`;
  it.each([
    ['queue: CARDS', 'queue: CRADS', 'routing.yaml:3: queues.0.queue'],
    ['[CARD]', '[CAR]', 'routing.yaml:3: queues.0.when.product.0'],
    ['id: Q-B', 'id: Q-A', 'routing.yaml:4: queues.1: Q-A is used twice'],
    [
      'queue: GENERAL,',
      'queue: GENERAL, when: { vulnerable: yes },',
      'routing.yaml:4: queues.1: the last one',
    ],
    [', when: { product: [CARD] }', '', 'routing.yaml:3: queues.0: fits every claim'],
    ['points: 5', 'points: 500', 'routing.yaml:8: priority.factors.0.points'],
    ['SEVERITY', 'MOOD', 'routing.yaml:8: priority.factors.0.criterion'],
  ])('says on which line %s may not be %s', (from, to, message) => {
    expect(() => parseRoutingRules(text)).not.toThrow();
    expect(() => parseRoutingRules(text.replace(from, to))).toThrow(message);
  });
});

describe('a simulation', () => {
  const simulate = (...args: string[]): Promise<string> =>
    new Promise((resolve) => {
      const command = ['--import', 'tsx', 'subgraphs/rules.ts', 'simulate', ...args];
      execFile(process.execPath, command, { cwd: ROOT }, (_, stdout, stderr) => resolve(stdout + stderr));
    });

  it('changes nothing under the rules that are in force, and says what others would', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    const other = join(folder, 'next.yaml');
    writeFileSync(
      other,
      readFileSync(OWN, 'utf8')
        .replace('product: [CARD]', 'product: [CARD], channel: [ONLINE]')
        .replace('points: 40', 'points: 20'),
    );
    const [same, next, none] = await Promise.all([
      simulate('--rules', OWN),
      simulate('--rules', other, '--from', '2026-01-01', '--to', '2026-06-30'),
      simulate('--rules', other, '--from', '2030-01-01'),
    ]);
    rmSync(folder, { recursive: true });
    expect(same).toContain('0 would wait for another team.');
    expect(same).toContain('up for 0 claims, down for 0.');
    expect(next).toMatch(/CARDS → GENERAL: \d+, e\.g\. RC-2026-/);
    expect(next).toMatch(/up for 0 claims, down for [1-9]\d*\./);
    expect(none).toContain('over 0 claims');
  });
});

describe('the first reader of claims', () => {
  it('takes claimants at their word, and reads nothing out of their text', async () => {
    const text = { description: 'Scandaleux, 900 € !', motive: 'CARD_LOST', language: 'FR' };
    expect(await choicesReader.read(text)).toMatchObject({
      ...{ motive: 'CARD_LOST', language: 'FR' },
      ...{ sentiment: null, urgency: null, entities: [] },
    });
  });
});
