import type { Activity, RegisterFacts } from './register';

const MISSING = '**to be filled in**: the policy does not say it';

/** The record of processing activities as a document. */
export function registerMarkdown({ policy, controller, dpo, activities, security }: RegisterFacts): string {
  const partners = [
    ...new Set(
      activities.flatMap(({ recipients }) =>
        recipients.flatMap((each) => (each.isPartner ? [each.role] : [])),
      ),
    ),
  ];
  return `${[
    '# Record of processing activities (art. 30 GDPR)',
    `From policy \`${policy.name}\`, version ${policy.version}, and the contract that it governs.`,
    [
      `- Controller: ${controller ?? MISSING}`,
      `- Data protection officer: ${dpo ?? MISSING}`,
      `- Recipients outside the bank: ${partners.length > 0 ? partners.join(', ') : 'none'}`,
      `- Transfers to third countries: ${MISSING}`,
    ].join('\n'),
    ...activities.map(activitySection),
    '## Security measures',
    list(security),
  ].join('\n\n')}\n`;
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function activitySection(activity: Activity, at: number): string {
  const { purpose, description, legalBases, data, subjects, recipients, changes, retention, sources } =
    activity;
  const title = `## ${at + 1}. ${description}`;
  if (data.length === 0) {
    const what =
      changes.length > 0 ? 'No personal data is read for it.' : 'No personal data is processed for it.';
    return [title, `Purpose \`${purpose}\`. ${what}`].join('\n\n');
  }
  return [
    title,
    list([
      `Purpose: \`${purpose}\``,
      `Legal bases: ${legalBases.join(', ')}`,
      `Data subjects: ${subjects.length > 0 ? subjects.join(', ') : 'none named'}`,
      `Retention: ${retention.map((each) => `${each.name} (${each.description})`).join('; ')}`,
      ...(changes.length > 0
        ? [`Changes: ${changes.map(({ mutation, role }) => `${mutation} by ${role}`).join('; ')}`]
        : []),
    ]),
    '### Kinds of data',
    list(
      data.map(
        ({ category, description: what, coordinates }) => `${category}: ${what} (${coordinates.join(', ')})`,
      ),
    ),
    '### Recipients',
    ...recipients.map(({ role, description: who, gets }) => `**${role}**: ${who}\n\n${list(grouped(gets))}`),
    '### Sources',
    list(
      sources.map(({ subgraph, reads }) =>
        reads.length > 0 ? `${subgraph}: ${reads.join('; ')}` : subgraph,
      ),
    ),
  ].join('\n\n');
}

/** One line for all the kinds of data that somebody gets in the same way. */
function grouped(gets: Activity['recipients'][number]['gets']): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { category, what, rules } of gets) {
    const key = `${what} (${rules.join(', ')})`;
    groups.set(key, [...(groups.get(key) ?? []), category]);
  }
  return [...groups].map(([what, kinds]) => `${kinds.join(', ')}: ${what}`);
}
