import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOperationDirectory } from '../../../gateway/persisted/directory';
import { createSafelist } from '../../../gateway/persisted/safelist';
import { createManifestFolder } from './folder';
import { loggedLines } from './world';

const { dir, place, remove } = createManifestFolder();
afterAll(remove);

const ONE = 'query One { number }';
const TWO = 'query Two { number }';

describe('a folder of manifests', () => {
  it('is one file per client, taken over when a file changes, and kept as it was while one is wrong', async () => {
    place('claims-desk.json', ONE);
    place('https%3A%2F%2Fpartner.example.json', TWO);
    writeFileSync(join(dir, 'README.md'), 'no manifest');
    const { log, lines } = loggedLines();
    const safelist = createSafelist(createOperationDirectory(dir), log);
    await safelist.load();
    const knows = (client: string, text: string) => safelist.of(client)?.byText(text) !== undefined;
    expect([knows('claims-desk', ONE), knows('claims-desk', TWO)]).toEqual([true, false]);
    expect(knows('https://partner.example', TWO)).toBe(true);

    place('claims-desk.json', ONE, TWO);
    await safelist.refresh();
    expect(knows('claims-desk', TWO)).toBe(true);

    lines.length = 0;
    writeFileSync(join(dir, 'claims-desk.json'), '{"format":');
    place('%.json', ONE);
    await safelist.refresh();
    expect(JSON.parse(lines.join(''))).toMatchObject({
      mistakes: ['%.json: the name is not that of a client', 'claims-desk.json: it is not JSON'],
    });
    expect(knows('claims-desk', TWO)).toBe(true);

    rmSync(join(dir, '%.json'));
    rmSync(join(dir, 'claims-desk.json'));
    await safelist.refresh();
    expect(safelist.of('claims-desk')).toBeUndefined();
  });

  it('that is not there stops a start', async () => {
    const safelist = createSafelist(createOperationDirectory(join(dir, 'none')), loggedLines().log);
    await expect(safelist.load()).rejects.toThrow('HUB_OPERATIONS_DIR is not a folder that can be read');
  });
});
