import { join } from 'node:path';
import { type ExitCode, exitCodes } from '../command-line';
import { createCells, everyCell, wayFacts } from './cells';
import type { Command, Run } from './command';
import { matrixMarkdown } from './matrix-markdown';
import { count } from './words';

const MATRIX = join(__dirname, '..', '..', 'schema', 'contract', 'access-matrix.md');
const DIFFERENCES_MAX = 20;

/** Writes the access matrix, or checks that the committed one is current. */
export const matrix: Command = {
  name: 'matrix',
  summary: 'writes who gets what of each kind of data, and which coordinate holds which kind',
  help: `
Usage: npm run policy -- matrix [--check | --print | --json] [--out FILE]

Writes the access matrix: for each kind of data, role and purpose what is shown, when, by which rule and on which
legal basis; which objects each role may know of; who may change something; and which coordinate of the graph holds
which kind of data. The file is committed, so that a change of rules or of the graph shows as a change of the matrix.

  --check      write nothing; exit code 1 where the committed matrix is not what policy and contract say
  --print      write to the terminal
  --out FILE   the matrix; schema/contract/access-matrix.md unless said
  --json       every cell as JSON, to the terminal; with --check, whether the matrix is current`,
  options: { check: 'flag', print: 'flag', out: 'text' },
  words: [0, 0],
  run,
};

function run({ desk, surroundings, option, flag, json }: Run): ExitCode {
  const { policy, graph } = desk;
  if (json && !flag('check')) {
    const cells = everyCell(createCells(policy)).map(({ ways, ...cell }) => ({
      ...cell,
      ways: ways.map(wayFacts),
    }));
    const coordinates = Object.fromEntries(
      [...graph.classification].map(([coordinate, { category, subject }]) => [
        coordinate,
        { category, subject },
      ]),
    );
    const about = { name: policy.name, version: policy.version };
    surroundings.print(`${JSON.stringify({ policy: about, cells, coordinates }, null, 2)}\n`);
    return exitCodes.fine;
  }
  const path = option('out') ?? MATRIX;
  const text = matrixMarkdown(desk);
  if (flag('print')) {
    surroundings.print(text);
    return exitCodes.fine;
  }
  const committed = surroundings.exists(path) ? surroundings.readText(path) : '';
  const isStale = committed !== text;
  if (flag('check')) {
    const { added, removed } = changedLines(committed, text);
    surroundings.print(
      json
        ? `${JSON.stringify({ stale: isStale, added, removed }, null, 2)}\n`
        : isStale
          ? staleText(added, removed)
          : 'The access matrix is current.\n',
    );
    return isStale ? exitCodes.finding : exitCodes.fine;
  }
  if (isStale) surroundings.writeText(path, text);
  surroundings.print(isStale ? 'The access matrix was written.\n' : 'The access matrix is current.\n');
  return exitCodes.fine;
}

/** The lines that only one of two texts has, repeated ones as often as the other lacks them. */
function changedLines(
  before: string,
  after: string,
): { added: readonly string[]; removed: readonly string[] } {
  const only = (one: string, other: string): readonly string[] => {
    const left = new Map<string, number>();
    for (const line of other.split('\n')) left.set(line, (left.get(line) ?? 0) + 1);
    return one.split('\n').filter((line) => {
      const still = left.get(line) ?? 0;
      left.set(line, still - 1);
      return still <= 0;
    });
  };
  return { added: only(after, before), removed: only(before, after) };
}

function staleText(added: readonly string[], removed: readonly string[]): string {
  const lines = [...removed.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)];
  const more = lines.length - DIFFERENCES_MAX;
  return [
    'The access matrix is stale: read the change, then write it with npm run policy -- matrix.',
    ...lines.slice(0, DIFFERENCES_MAX).map((line) => `  ${line.replace(/ {2,}/g, ' ')}`),
    ...(more > 0 ? [`  … and ${count(more, 'line')} more`] : []),
    '',
  ].join('\n');
}
