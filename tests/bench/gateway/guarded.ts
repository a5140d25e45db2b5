import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, parse } from 'graphql';
import pino from 'pino';
import { readConfig } from '../../../gateway/config';
import { createHttpTransport } from '../../../gateway/execute/http';
import { createHubGateway } from '../../../gateway/execute/hub-gateway';
import { subgraphUrls } from '../../../gateway/execute/subgraph-urls';
import { cutOperation } from '../../../gateway/policy/cut';
import { choosePurpose } from '../../../gateway/policy/purpose';
import { unclassified } from '../../../schema/contract/classification';
import { systemClock } from '../../../schema/kernel/clock';
import type { Identity } from '../../../schema/kernel/caller';
import { categories } from '../../../schema/policy/categories';
import { type AccessTable, compile } from '../../../schema/policy/compile';
import { loadPolicy } from '../../../schema/policy/load';
import type { Classification, Policy } from '../../../schema/policy/types';
import { createOperationSigner } from '../../../subgraphs/shared/operation-token';
import { serveOwnParts } from '../own-parts';

/** Whether there are rules and signed contexts (`on`, `off`), the supergraph's file, the port. */
const [rules = '', file = '', port = '0'] = process.argv.slice(2);
const supergraph = readFileSync(file, 'utf8');
const log = pino({ level: 'error' });

const ADVISER: Identity = {
  subject: 'adviser-1',
  clientId: 'branch-desk',
  roles: ['handler_l1'],
  scopes: ['claims:read', 'surveys:read', 'customers:read', 'accounts:read'],
  purposes: ['complaint_handling'],
  tokenId: 'token-1',
  branch: '00001',
  staffNumber: 'A000001',
};

/** The hub's own rules, and every field and argument of the graph classified by one of the kinds that an adviser may see. */
function rulesFor(policy: Policy): AccessTable {
  const kinds = Object.keys(categories);
  const caller = choosePurpose(ADVISER, undefined);
  const all: Classification = new Map(kinds.map((category) => [`Query.${category}`, { category }]));
  const tried = compile(all, policy);
  const shown = kinds.filter((kind) => tried.look(`Query.${kind}`, caller).kind !== 'ALWAYS_DENY');
  const whole = unclassified(buildASTSchema(parse(supergraph), { assumeValidSDL: true }));
  return compile(
    new Map(whole.map((each, index) => [each, { category: shown[index % shown.length] ?? '' }])),
    policy,
  );
}

/** The gateway as it stands before foreign subgraphs: each request for itself, no audit trail. */
async function main(): Promise<void> {
  const config = readConfig({ HUB_POLICY: 'none', HUB_SUPERGRAPH: file, HUB_PORT: port });
  const isOn = rules === 'on';
  const { privateKey } = generateKeyPairSync('ed25519');
  const sign = createOperationSigner({ ...privateKey.export({ format: 'jwk' }), alg: 'EdDSA' }, systemClock);
  const transports = [...subgraphUrls(supergraph)].map(([name, url]) => {
    const transport = createHttpTransport({ name, url, timeoutMs: 10_000, ...(isOn ? { sign } : {}) });
    // The workload's subgraphs take one request at a time, signed or not.
    return [name, { ...transport, together: false }] as const;
  });
  const table = isOn
    ? rulesFor(loadPolicy(join(__dirname, '..', '..', '..', 'schema', 'policy', 'policy.yaml')))
    : undefined;
  const gateway = createHubGateway({
    ...{ supergraph, log },
    ...(table ? { cut: (request) => cutOperation({ ...request, table }) } : {}),
  });
  await serveOwnParts(config, {
    ...{ gateway, transports: new Map(transports), log },
    authenticate: async () => ADVISER,
    choosePurpose,
    showSources: false,
  });
}

void main();
