import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../../certificates';

/** Writes an authority's certificate, and a certificate of it with its key: `keys.ts DIR`. */
const [, , folder = '.'] = process.argv;
const authority = createAuthority('Autorite de test');
const { certificate, privateKey } = authority.issue('hub');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'authority.pem'), authority.certificate);
writeFileSync(join(folder, 'hub.pem'), certificate);
writeFileSync(join(folder, 'hub.key'), privateKey, { mode: 0o600 });
