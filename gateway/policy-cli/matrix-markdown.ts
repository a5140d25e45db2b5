import { categories, type Category } from '../../schema/policy/categories';
import { type Classified, isAuditStrict } from '../../schema/policy/types';
import { allCategories, type Cell, createCells, type CellTable, waysInWords } from './cells';
import type { Desk } from './desk';
import { objectsInWords } from './objects';

const INTRODUCTION = (name: string, version: string): string => `# Who sees what

<!-- Written by \`npm run policy -- matrix\` from schema/policy/policy.yaml and schema/contract/supergraph.graphql. -->

Policy \`${name}\`, version ${version}. What is not listed is denied. Rules apply in the order in which a cell
lists them: the first whose condition holds decides. Only objects that a role may know of are shown at all, and only
to tokens with the scope of their type. \`npm run policy -- explain\` tells the whole chain of one cell.`;

/** The access matrix: one line a cell, in an order that does not change with the rules'. */
export function matrixMarkdown(desk: Desk): string {
  const { policy, graph } = desk;
  const cells = createCells(policy);
  const held = new Set([...graph.classification.values()].map(({ category }) => category));
  return `${[
    INTRODUCTION(policy.name, policy.version),
    '## Kinds of data',
    ...allCategories.map((category) => categorySection(desk, cells, category, held.has(category))),
    '## Objects that a role may know of',
    objectsTable(desk),
    '## Changes that a role may make',
    actionsTable(desk),
    '## Scopes that a token needs',
    table(
      [
        ['type', 16],
        ['scope', 16],
      ],
      [...policy.scopes].sort(byFirst).map(([type, scope]) => [`\`${type}\``, `\`${scope}\``]),
    ),
    '## What each coordinate holds',
    coordinatesTable(desk),
    '## Coordinates that hold nothing personal',
    technicalTable(desk),
  ].join('\n\n')}\n`;
}

type Column = readonly [title: string, width: number];

/** A Markdown table whose columns do not move when a cell changes, unless it is wider than its column. */
function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]): string =>
    `| ${columns.map(([, width], at) => (cells[at] ?? '').replaceAll('|', '\\|').padEnd(width)).join(' | ')} |`;
  return [
    line(columns.map(([title]) => title)),
    `| ${columns.map(([, width]) => '-'.repeat(width)).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

function categorySection({ policy }: Desk, cells: CellTable, category: string, isHeld: boolean): string {
  const rows = policy.roles.flatMap((role) =>
    listed(policy.purposes.map((purpose) => cells.cell(category, role, purpose))).map(({ purpose, ways }) => [
      role,
      purpose,
      waysInWords(ways),
      ruleIds(ways),
      legalBases(ways),
    ]),
  );
  const strict = isAuditStrict(policy, category) ? ' Every access is recorded before the answer leaves.' : '';
  const unused = isHeld ? '' : ' No coordinate of the graph holds it.';
  return [
    `### ${category}`,
    `${categories[category as Category]}.${strict}${unused}`,
    table(
      [
        ['role', 18],
        ['purpose', 21],
        ['decision', 86],
        ['rule', 26],
        ['legal basis', 19],
      ],
      rows,
    ),
  ].join('\n\n');
}

/** The cells of one role that a rule speaks of; one for all where every purpose comes to the same. */
function listed(cells: readonly Cell[]): readonly Cell[] {
  const same = new Set(cells.map(({ ways }) => JSON.stringify(ways.map(({ decision }) => decision))));
  const [first] = cells;
  const lines = first && same.size === 1 && cells.length > 1 ? [{ ...first, purpose: 'any' }] : cells;
  return lines.filter(({ ways }) => ways.some(({ rules }) => rules.length > 0));
}

const ruleIds = (ways: Cell['ways']): string =>
  [
    ...new Set(ways.flatMap(({ rules }) => rules.map(({ id, final }) => (final ? `${id} (final)` : id)))),
  ].join(', ');

const legalBases = (ways: Cell['ways']): string =>
  [...new Set(ways.flatMap(({ rules }) => rules.map(({ legalBasis }) => legalBasis)))].join(', ');

function objectsTable({ policy, graph }: Desk): string {
  const types = [...graph.entities].sort();
  const rows = policy.roles.flatMap((role) => {
    const groups = new Map<string, string[]>();
    for (const type of types) {
      const objects = objectsInWords(policy, type, [role]);
      groups.set(objects, [...(groups.get(objects) ?? []), type]);
    }
    return [...groups]
      .filter(([objects]) => objects !== 'none')
      .map(([objects, named]) => [role, named.length === types.length ? 'any' : named.join(', '), objects]);
  });
  return table(
    [
      ['role', 18],
      ['type', 16],
      ['objects', 60],
    ],
    rows,
  );
}

function actionsTable({ policy }: Desk): string {
  const rows = policy.actions.flatMap(({ id, mutations, roles, purposes, scope, legalBasis }) =>
    mutations.flatMap((mutation) =>
      roles.flatMap((role) => purposes.map((purpose) => [mutation, role, purpose, scope, id, legalBasis])),
    ),
  );
  return table(
    [
      ['mutation', 18],
      ['role', 18],
      ['purpose', 22],
      ['scope', 13],
      ['rule', 18],
      ['legal basis', 19],
    ],
    rows.sort(byFirst),
  );
}

const byFirst = (a: readonly string[], b: readonly string[]): number => compare(a.join(' '), b.join(' '));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const TECHNICAL = 'system.operations';

const sorted = ({ graph }: Desk): readonly (readonly [string, Classified])[] =>
  [...graph.classification].sort(([a], [b]) => compare(a, b));

function coordinatesTable(desk: Desk): string {
  return table(
    [
      ['coordinate', 40],
      ['kind of data', 50],
      ['subject', 10],
    ],
    sorted(desk)
      .filter(([, { category }]) => category !== TECHNICAL)
      .map(([coordinate, { category, subject }]) => [`\`${coordinate}\``, category, subject ?? '']),
  );
}

function technicalTable(desk: Desk): string {
  const types = new Map<string, string[]>();
  for (const [coordinate, { category }] of sorted(desk)) {
    if (category !== TECHNICAL) continue;
    const at = coordinate.indexOf('.');
    const type = coordinate.slice(0, at);
    types.set(type, [...(types.get(type) ?? []), `\`${coordinate.slice(at + 1)}\``]);
  }
  return [...types].map(([type, names]) => `- \`${type}\`: ${names.join(', ')}`).join('\n');
}
