import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestToken } from '../../../mocks/oidc/client';
import { credentialHeaders } from '../../../mocks/oidc/proof';
import { createSigningKey } from '../../../mocks/oidc/keys';
import { PATIENT_VARIABLES } from '../../harness/patient-hub';
import { HUB_FLAGS } from '../hub-flags';
import type { Ready } from './child';

/** A hub that is ready to be asked. */
export interface StagedHub {
  readonly url: string;
  /** Microseconds of CPU that its processes used so far. */
  cpu(): Promise<number>;
}

/** The processes of one bench. */
export interface Stage {
  hub(rules: 'on' | 'off', shape: 'one process' | 'distributed'): Promise<StagedHub>;
  headers(actor: string): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts the stand-ins; what is started later knows them. @param postgres the hubs' store; embedded without one. */
export async function openStage(postgres: string | undefined): Promise<Stage> {
  const children: ChildProcess[] = [];
  const folders: string[] = [];
  const start = async (args: readonly string[], variables: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(join(tmpdir(), 'claims-hub-bench-'));
    folders.push(folder);
    const child = fork(join(__dirname, '..', 'compiled.cjs'), [join(__dirname, 'child.ts'), ...args], {
      execArgv: args[0] === 'hub' || args[0] === 'gateway' ? HUB_FLAGS : [],
      env: {
        ...process.env,
        HUB_DATA_DIR: folder,
        HUB_PORT: '0',
        HUB_MOCK_PORT: '0',
        LOG_LEVEL: 'warn',
        // What the rules cost must be paid by every request, not once for those that meet.
        HUB_SHARE_FETCHES: 'off',
        // A busy machine makes rounds longer, not answers shorter.
        ...PATIENT_VARIABLES,
        ...variables,
      },
    });
    children.push(child);
    const [ready] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${args.join(' ')} ended`))),
    ])) as [Ready];
    return { ...ready, child, folder };
  };
  const cpuOf = async (child: ChildProcess): Promise<number> => {
    child.send('cpu');
    const [{ cpu }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }];
    return cpu.user + cpu.system;
  };
  const staged = (url: string | undefined, processes: readonly ChildProcess[]): StagedHub => ({
    url: `${url ?? ''}/graphql`,
    async cpu() {
      const all = await Promise.all(processes.map(cpuOf));
      return all.reduce((sum, each) => sum + each, 0);
    },
  });

  const { variables: standIns = {}, folder: keys } = await start(['mocks'], {});
  const given: Record<string, string> = postgres === undefined ? {} : { DATABASE_URL: postgres };
  const key = await createSigningKey('ES256');
  let shared: Promise<Record<string, string>> | undefined;
  return {
    async hub(rules, shape) {
      if (shape === 'one process') {
        const { url, child } = await start(['hub', rules], { ...standIns, ...given });
        return staged(url, [child]);
      }
      shared ??= postgres
        ? Promise.resolve(given)
        : start(['store'], {}).then(({ variables }) => ({ ...variables }));
      // Both need the same development keys, which are kept in the data folder.
      const common = { ...standIns, ...(await shared), HUB_DATA_DIR: keys };
      const { variables, child } = await start(['subgraphs', rules], common);
      const gateway = await start(['gateway', rules], { ...common, ...variables });
      return staged(gateway.url, [gateway.child, child]);
    },
    async headers(actor) {
      const token = await requestToken(standIns.OIDC_ISSUER ?? '', actor, { key, minutes: 60 });
      return {
        'content-type': 'application/json',
        'x-access-purpose': 'complaint_handling',
        ...(await credentialHeaders(token, key, { method: 'POST', url: '' })),
      };
    },
    async close() {
      for (const child of children) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
