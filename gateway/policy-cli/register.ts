import { categories, type Category } from '../../schema/policy/categories';
import { type ExitCode, exitCodes } from '../command-line';
import { allCategories, createCells, showsSomething, waysInWords } from './cells';
import type { Command, Run } from './command';
import type { Desk } from './desk';
import { isField } from './objects';
import { registerMarkdown } from './register-markdown';

/** The record of processing activities. */
export const register: Command = {
  name: 'register',
  summary: 'the record of processing activities (art. 30 GDPR), from the policy and the contract',
  help: `
Usage: npm run policy -- register [--controller NAME] [--dpo CONTACT] [--out FILE] [--json]

Writes the record of processing activities as Markdown: one activity for each purpose, with its legal bases, kinds of
data, data subjects, recipients, retention and source systems, and the security measures that the policy enforces.

  --controller NAME  name and contact of the controller (art. 30(1)(a)); marked as missing without it
  --dpo CONTACT      contact of the data protection officer; marked as missing without it
  --out FILE         write there instead of to the terminal
  --json             the same as JSON`,
  options: { controller: 'text', dpo: 'text', out: 'text' },
  words: [0, 0],
  run,
};

/** One processing activity. */
export interface Activity {
  readonly purpose: string;
  readonly description: string;
  readonly legalBases: readonly string[];
  readonly data: readonly {
    readonly category: string;
    readonly description: string;
    readonly subjects: readonly string[];
    readonly coordinates: readonly string[];
  }[];
  readonly subjects: readonly string[];
  readonly recipients: readonly {
    readonly role: string;
    readonly description: string;
    readonly isPartner: boolean;
    readonly gets: readonly {
      readonly category: string;
      readonly what: string;
      readonly rules: readonly string[];
    }[];
  }[];
  readonly changes: readonly {
    readonly mutation: string;
    readonly role: string;
    readonly legalBasis: string;
  }[];
  readonly retention: readonly { readonly name: string; readonly description: string }[];
  /** Subgraph by subgraph, with what of the source system it reads where the contract says so. */
  readonly sources: readonly { readonly subgraph: string; readonly reads: readonly string[] }[];
}

/** The whole record. */
export interface RegisterFacts {
  readonly policy: { readonly name: string; readonly version: string };
  readonly controller: string | null;
  readonly dpo: string | null;
  readonly activities: readonly Activity[];
  readonly security: readonly string[];
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
const TECHNICAL = 'system.';

function run({ desk, surroundings, option, json }: Run): ExitCode {
  const facts: RegisterFacts = {
    policy: { name: desk.policy.name, version: desk.policy.version },
    controller: option('controller') ?? null,
    dpo: option('dpo') ?? null,
    activities: activitiesOf(desk),
    security: securityOf(desk),
  };
  const text = json ? `${JSON.stringify(facts, null, 2)}\n` : registerMarkdown(facts);
  const path = option('out');
  if (path === undefined) surroundings.print(text);
  else surroundings.writeText(path, text);
  return exitCodes.fine;
}

function activitiesOf({ policy, descriptions, graph }: Desk): readonly Activity[] {
  const cells = createCells(policy);
  const held = new Set([...graph.classification.values()].map(({ category }) => category));
  const fields = [...graph.classification].filter(([coordinate]) => isField(graph, coordinate));
  return policy.purposes.map((purpose): Activity => {
    const shown = policy.roles.flatMap((role) =>
      allCategories
        .filter((category) => held.has(category) && !category.startsWith(TECHNICAL))
        .map((category) => cells.cell(category, role, purpose))
        .filter(({ ways }) => showsSomething(ways)),
    );
    const rules = shown.flatMap(({ ways }) =>
      ways.flatMap(({ decision, rules: deciding }) => (decision.effect === 'DENY' ? [] : deciding)),
    );
    const actions = policy.actions.filter(
      ({ purposes }) => purposes.includes(purpose) || purposes.includes('*'),
    );
    const data = unique(shown.map(({ category }) => category)).map((category) => {
      const places = fields.filter(([, classified]) => classified.category === category);
      return {
        category,
        description: categories[category as Category],
        subjects: unique(places.flatMap(([, { subject }]) => subject ?? [])),
        coordinates: places.map(([coordinate]) => coordinate),
      };
    });
    const places = data.flatMap(({ coordinates }) => coordinates);
    return {
      purpose,
      description: descriptions.purposes.get(purpose) ?? '',
      legalBases: unique([...rules, ...actions].map(({ legalBasis }) => legalBasis)),
      data,
      subjects: unique(data.flatMap(({ subjects }) => subjects)),
      recipients: policy.roles.flatMap((role) => {
        const gets = shown
          .filter((cell) => cell.role === role)
          .map(({ category, ways }) => ({
            category,
            what: waysInWords(ways),
            rules: unique(ways.flatMap((way) => way.rules.map(({ id }) => id))),
          }));
        const description = descriptions.roles.get(role) ?? '';
        return gets.length > 0 ? [{ role, description, isPartner: role.startsWith('partner:'), gets }] : [];
      }),
      changes: actions.flatMap(({ mutations, roles, legalBasis }) =>
        mutations.flatMap((mutation) => roles.map((role) => ({ mutation, role, legalBasis }))),
      ),
      retention: unique(rules.map(({ retention }) => retention)).map((name) => ({
        name,
        description: descriptions.retention.get(name) ?? '',
      })),
      sources: unique(places.flatMap((place) => graph.subgraphsOf(place))).map((subgraph) => ({
        subgraph,
        reads: unique(
          places.flatMap((place) =>
            graph.subgraphsOf(place).includes(subgraph) ? (graph.sourceOf(place) ?? []) : [],
          ),
        ),
      })),
    };
  });
}

/** What the policy itself enforces; measures outside it are the controller's to add. */
function securityOf({ policy, graph }: Desk): readonly string[] {
  const masks = unique(
    policy.rules.flatMap(({ outcome }) => (outcome.effect === 'MASK' ? [outcome.mask] : [])),
  );
  const pseudonyms = policy.rules
    .filter(({ outcome }) => outcome.effect === 'PSEUDONYMISE')
    .map(({ id }) => id);
  const final = policy.rules.filter((rule) => rule.final).map(({ id }) => id);
  return [
    `Nothing is shown that no rule allows: all ${graph.classification.size} fields and arguments carry a kind of data, and the default is denial.`,
    'Access is decided three times: before legacy systems are asked, in the service that answers, and in what it selects.',
    'Access tokens name the purpose; partner tokens are bound to the key of their holder (RFC 9449).',
    'Objects are shown by relation to the caller only; not visible and not found look alike.',
    ...(masks.length > 0 ? [`Minimisation by masks: ${masks.join(', ')}.`] : []),
    ...(pseudonyms.length > 0
      ? [`Pseudonyms for each recipient and purpose (${pseudonyms.join(', ')}).`]
      : []),
    ...(final.length > 0 ? [`Denials that no other rule overrides: ${final.join(', ')}.`] : []),
    'Every access is recorded without values, in a signed chain of records.',
    ...(policy.auditStrict.length > 0
      ? [`Recorded durably before the answer leaves: ${policy.auditStrict.join(', ')}.`]
      : []),
  ];
}
