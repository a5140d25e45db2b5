import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeTemplates } from './claims/answering/templates';
import { evaluationReport } from './claims/automation/report';
import { deadlineReport } from './claims/deadlines/report';
import { intakeReport } from './claims/intake/report';
import { diagramOf } from './claims/lifecycle/diagram';
import { loadLifeCycle } from './claims/lifecycle/table';
import { simulate } from './claims/routing/simulate';
import { loadClockRules } from './privacy/clock';

const HELP = `Usage: npm run rules -- lifecycle [--write | --check]
       npm run rules -- deadlines [--on DAY | --claim-received DAY [--product P] [--channel C] [--branch B]]
       npm run rules -- evaluate [--world DIR] [--json]
       npm run rules -- intake
       npm run rules -- templates
       npm run rules -- simulate [--rules FILE] [--from DAY] [--to DAY] [--world DIR]

What the rules of a claim say, for people.

  lifecycle      the states of a claim and what leads from one to another, as a Mermaid diagram
    --write      puts it into the README
    --check      fails where the README's is not what subgraphs/claims/rules/lifecycle.yaml says
  deadlines      the clocks in force on a day, with what sets them
    --claim-received  the last days of a claim that was received on that day
  evaluate       how subgraphs/claims/rules/automation.yaml does over claims of which the truth is known
    --world DIR  a folder with claims, ledger and claims-truth.ndjson; mocks/data by default
    --json       for machines: simpleClaims, handledShare, wrongGrants and others
  simulate       what other routing rules would have made of past claims, each as it was filed
    --rules FILE instead of subgraphs/claims/rules/routing.yaml; without it, how claims were routed is compared with that
    --from, --to the first and the last day of filing, e.g. 2026-01-31
    --world DIR  a folder with claims.ndjson; mocks/data by default
  intake         what the guided form asks; fails where a text is missing in one of the five languages
  templates      fails where the words of answers differ between languages in version, messages or variables
  --help         this text`;

/** The demo world's files. */
const WORLD = join(__dirname, '..', 'mocks', 'data');
const README = join(__dirname, '..', 'README.md');
const DRAWN = /(?<=<!-- lifecycle -->\n\n```mermaid\n)[^`]*(?=\n```)/;

function main(): string {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      write: { type: 'boolean' },
      check: { type: 'boolean' },
      world: { type: 'string' },
      rules: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean' },
      on: { type: 'string' },
      'claim-received': { type: 'string' },
      product: { type: 'string' },
      channel: { type: 'string' },
      branch: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return HELP;
  const [command, ...others] = positionals;
  if (command === 'lifecycle' && others.length === 0) return lifeCycle(values);
  if (command === 'deadlines' && others.length === 0)
    return deadlineReport({ ...values, received: values['claim-received'] }, loadClockRules().clocks);
  if (command === 'evaluate' && others.length === 0)
    return evaluationReport(values.world ?? WORLD, values.json ?? false);
  if (command === 'simulate' && others.length === 0)
    return simulate({ folder: values.world ?? WORLD, from: values.from, to: values.to, rules: values.rules });
  if (command === 'intake' && others.length === 0) return intakeReport();
  if (command === 'templates' && others.length === 0) return describeTemplates();
  throw new Error(HELP);
}

function lifeCycle({ write, check }: { readonly write?: boolean; readonly check?: boolean }): string {
  const diagram = diagramOf(loadLifeCycle());
  if (!write && !check) return diagram;
  const readme = readFileSync(README, 'utf8');
  const [drawn] = DRAWN.exec(readme) ?? [];
  if (drawn === undefined)
    throw new Error('README.md has no place for the diagram: <!-- lifecycle --> and a mermaid block.');
  if (drawn === diagram) return 'README.md shows the life cycle as it is.';
  if (check) throw new Error('README.md shows another life cycle: npm run rules -- lifecycle --write');
  writeFileSync(
    README,
    readme.replace(DRAWN, () => diagram),
  );
  return 'README.md: the life cycle was drawn anew.';
}

try {
  process.stdout.write(`${main()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
