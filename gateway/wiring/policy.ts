import type { Logger } from 'pino';
import { classificationOf } from '../../schema/contract/classification';
import { compile, type AccessTable } from '../../schema/policy/compile';
import { loadPolicy } from '../../schema/policy/load';
import type { Policy } from '../../schema/policy/types';
import { createNextPolicy, type NextPolicy } from '../../subgraphs/shared/next-policy';
import type { HubConfig } from '../config';

/** The rules in force and what they say to every place of the graph. */
export interface AccessPolicy {
  readonly policy: Policy;
  readonly table: AccessTable;
  /** Where the configuration names one. */
  readonly next: NextPolicy | undefined;
}

/** @returns `undefined` where none is wanted. @throws {PolicyError} it does not load. */
export function readAccessPolicy(
  config: HubConfig,
  supergraph: string,
  log: Logger,
): AccessPolicy | undefined {
  if (config.policy === 'none') {
    log.warn('no access policy: everything is shown to everybody');
    return undefined;
  }
  const policy = loadPolicy(config.policy);
  const table = compile(classificationOf(supergraph), policy);
  for (const warning of table.warnings)
    log.warn({ warning }, 'two rules of the policy contradict each other');
  const next = config.policyNext === undefined ? undefined : createNextPolicy(config.policyNext, log);
  return { policy, table: next?.beside(table) ?? table, next };
}
