import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createMetrics } from '../../gateway/http/metrics';
import { classificationOf } from '../../schema/contract/classification';
import type { Caller } from '../../schema/kernel/caller';
import { compile } from '../../schema/policy/compile';
import { loadPolicy } from '../../schema/policy/load';
import { NO_STANDING } from '../../schema/policy/standing';
import { createNextPolicy } from '../../subgraphs/shared/next-policy';

const ROOT = join(__dirname, '..', '..');
const POLICY = join(ROOT, 'schema/policy/policy.yaml');
const SUPERGRAPH = readFileSync(join(ROOT, 'schema/contract/supergraph.graphql'), 'utf8');

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'next-policy-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const adviser: Caller = {
  ...{ subject: 'usr-1', clientId: 'desk', roles: ['handler_l1'], branch: '00042', staffNumber: 'A000001' },
  scopes: ['claims:read', 'customers:read', 'accounts:read'],
  ...{ purposes: ['complaint_handling'], purpose: 'complaint_handling' },
};
const facts = { customer: '000000000001', branch: '00042', handlers: [], standing: NO_STANDING };

function besideOf(change: (text: string) => string) {
  const file = join(dir, 'next.yaml');
  writeFileSync(file, change(readFileSync(POLICY, 'utf8')));
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const next = createNextPolicy(file, log);
  const current = compile(classificationOf(SUPERGRAPH), loadPolicy(POLICY));
  return { next, current, table: next?.beside(current), lines };
}

/** The IBAN whole for advisers, who are to see its last four. */
const widened = (text: string): string =>
  text.replace(/(id: R-IBAN-ADVISER[^]*?decision: )\{ mask: iban_last4 \}/, '$1ALLOW');

describe('the next policy beside the one in force', () => {
  it('decides nothing, and tells where it would decide otherwise, with roles and rules and nobody’s name', async () => {
    const { next, current, table, lines } = besideOf(widened);
    if (!next || !table) throw new Error('it did not load');
    for (const coordinate of current.classification.keys()) {
      expect(table.look(coordinate, adviser)).toEqual(current.look(coordinate, adviser));
      expect(table.decide(coordinate, adviser, facts)).toEqual(current.decide(coordinate, adviser, facts));
    }
    expect(next.differences()).toEqual([
      {
        coordinate: 'Account.iban',
        roles: 'handler_l1',
        current: 'MASK iban_last4 (R-IBAN-ADVISER)',
        next: 'ALLOW (R-IBAN-ADVISER)',
        count: 1,
      },
    ]);
    expect(lines.filter((line) => line.includes('would decide otherwise'))).toHaveLength(1);
    for (const personal of [facts.customer, adviser.staffNumber ?? '', adviser.subject])
      expect(lines.join('')).not.toContain(personal);
    const { text } = await createMetrics(undefined, next).page();
    expect(text).toContain(
      'hub_policy_next_differences{coordinate="Account.iban",roles="handler_l1",current="MASK iban_last4 (R-IBAN-ADVISER)",next="ALLOW (R-IBAN-ADVISER)"} 1',
    );
  });

  it('that is the same tells nothing', () => {
    const { next, current, table } = besideOf((text) => text);
    for (const coordinate of current.classification.keys()) table?.decide(coordinate, adviser, facts);
    expect(next?.differences()).toEqual([]);
  });

  it('that does not load is told, and stops nothing', () => {
    const { next, lines } = besideOf((text) => text.replace('policy: claims-hub', 'policy: ['));
    expect(next).toBeUndefined();
    expect(lines.join('')).toContain('the next policy does not load');
  });
});
