import type { Caller } from '../../schema/kernel/caller';
import type { OperationContext } from '../../schema/kernel/operation';
import { createSourceMeter } from '../../schema/kernel/sources';
import { parsePolicy } from '../../schema/policy/load';
import type { Policy } from '../../schema/policy/types';

const HEAD = `
policy: small
version: 2026.11.1
defaults: { decision: DENY }
purposes: { work: "Doing the work", other: "Doing something else" }
roles: { staff: "Staff", owner: "Owners", "partner:one": "A partner", "partner:two": "Another" }
retention: { short: "Not long" }
`;

/** What a small graph begins with: federation, and the directive that classifies its fields. */
export const PERSONAL_DATA = `extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.claims-hub.example/personal-data/v1.0", import: ["@personalData"])
    @composeDirective(name: "@personalData")
  directive @personalData(category: String!, subject: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION`;

/** Classifies what tells of nobody. */
export const TECH = '@personalData(category: "system.operations")';

interface RuleText {
  readonly id: string;
  readonly categories: string;
  readonly roles: string;
  readonly decision: string;
  readonly purposes?: string;
  readonly when?: string;
  readonly final?: boolean;
}

/** One rule of a policy's text. */
export const ruleText = (rule: RuleText): string => `
  - id: ${rule.id}
    categories: [${rule.categories}]
    roles: ["${rule.roles.split(',').join('","')}"]
    purposes: ["${rule.purposes ?? 'work'}"]
    ${rule.when ? `when: ${rule.when}` : ''}
    decision: ${rule.decision}
    final: ${rule.final ?? false}
    legalBasis: contract
    retention: short
    because: It is needed for this test.`;

interface Sections {
  readonly rules?: readonly RuleText[];
  readonly rows?: string;
  readonly actions?: string;
  readonly scopes?: string;
}

/** A policy's text with the given sections. */
export const policyText = ({ rules = [], rows = '[]', actions = '[]', scopes = '{}' }: Sections): string =>
  `${HEAD}scopes: ${scopes}\nrules: ${rules.length > 0 ? rules.map(ruleText).join('') : '[]'}\nrows: ${rows}\nactions: ${actions}\n`;

/** A policy of a few rules. */
export const smallPolicy = (sections: Sections): Policy => parsePolicy(policyText(sections), 'small.yaml');

/** A caller who is nobody in particular but for what is given. */
export const callerWith = (given: Partial<Caller> = {}): Caller => ({
  subject: 'somebody',
  clientId: 'tests',
  roles: ['staff'],
  scopes: [],
  purposes: ['work'],
  purpose: 'work',
  ...given,
});

/** An operation of a caller, with counters of its own. */
export const operationOf = (caller: Caller): OperationContext => ({
  caller,
  requestId: 'test',
  signal: new AbortController().signal,
  sources: createSourceMeter(),
});
