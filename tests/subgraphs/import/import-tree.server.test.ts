import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLedger } from '../../../mocks/ledger/ledger';
import { WORLD } from '../accounts/world-ledger';
import { createScratchTree, type ScratchTree } from './scratch-tree';

/** Minutes, because imports, a type-check, a lint and contracts are programs of their own: CI's, not the everyday run's. */
const MINUTES = 60_000;
const wanted = process.env.HUB_REQUIRE_SERVERS === '1' || process.env.TEST_IMPORT_TREE === '1';

/** One contract in the style of each family of stacks, and the name under which it is imported. */
const WSDLS = {
  orders: 'orders-cxf/OrderService.wsdl',
  stock: 'stock-net/Stock.wsdl',
  rates: 'rates-axis/Rates.wsdl',
  parties: 'parties-choice/parties.wsdl',
  cheques: '../../../../subgraphs/payments/paiements.wsdl',
};
const names = [...Object.keys(WSDLS), 'ledger'];
const folders = names.flatMap((name) => [`subgraphs/${name}`, `tests/subgraphs/${name}`]);

(wanted ? describe : describe.skip)('what an import writes, untouched (TEST_IMPORT_TREE=1 runs it)', () => {
  let tree: ScratchTree;
  beforeAll(async () => {
    tree = createScratchTree();
    for (const [name, file] of Object.entries(WSDLS)) {
      await tree.run('import', 'wsdl', join(__dirname, 'contracts', file), '--name', name, '--files-only');
    }
    const ledger = await startLedger({ dataDir: WORLD, port: 0 });
    const tables = ['BNQ.TCPT0010:LedgerAccount', 'BNQ.TCAR0010', 'BNQ.TMVT0010:LedgerOperation'];
    await tree
      .run('import', 'db2', ...tables, '--name', 'ledger', '--dsn', ledger.dsn, '--files-only')
      .finally(() => ledger.close());
  }, 20 * MINUTES);
  afterAll(() => tree.remove());

  it(
    'type-checks, and has nothing for the linter',
    () =>
      tree.narrowed(folders, () =>
        Promise.all([tree.run('tsc', '--noEmit'), tree.run('eslint', ...folders)]),
      ),
    30 * MINUTES,
  );
  it('is formatted', () => tree.run('prettier', ...folders), 20 * MINUTES);
  it('imports as the folders may', () => tree.run('depcruise', ...folders), 20 * MINUTES);

  it(
    'is part of the contract, which lists what is left to classify',
    async () => {
      const told = await tree.run('contract');
      expect(told).toMatch(/\d+ not classified yet, and shown to nobody/);
      expect(told).toContain('  Query.orderByOrderNumber(orderNumber:)');
      expect(await tree.run('contract', '--check')).toContain('The contract is current.');
      const supergraph = readFileSync(join(tree.folder, 'schema/contract/supergraph.graphql'), 'utf8');
      for (const name of names) expect(supergraph).toContain(`graph: ${name.toUpperCase()}`);
    },
    20 * MINUTES,
  );

  it(
    'passes its own tests',
    () => tree.run('jest', '--maxWorkers=1', ...names.map((name) => `tests/subgraphs/${name}/`)),
    30 * MINUTES,
  );

  it('is not written twice', async () => {
    const again = tree.run('import', 'wsdl', join(__dirname, 'contracts', WSDLS.orders), '--name', 'orders');
    await expect(again).rejects.toThrow('subgraphs/orders is there already');
  });
});
