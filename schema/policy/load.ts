import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Document, isMap, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { categories, UNCLASSIFIED } from './categories';
import { comparisons, type Condition, ConditionError, parseCondition } from './condition';
import { type MaskName, masks } from './masks';
import type { Keeping } from '../ports/limits';
import { relationNames } from './row';
import { standingNames } from './standing';
import type { ActionRule, Outcome, Policy, RowRule, Rule } from './types';

/** One thing wrong with a policy file. */
export interface PolicyProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** A policy that cannot be enforced: the hub does not start with it. */
export class PolicyError extends Error {
  constructor(file: string, problems: readonly PolicyProblem[]) {
    super(problems.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'));
    this.name = 'PolicyError';
  }
}

const LEGAL_BASES = [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interest',
  'public_task',
  'legitimate_interest',
] as const;

const words = z.array(z.string().min(1)).min(1);
const described = z.record(z.string(), z.string().min(1));
const common = {
  id: z.string().regex(/^[A-Z][A-Z0-9-]{0,127}$/, 'an id is capitals, digits and hyphens, 128 at most'),
  roles: words,
};
const reason = { because: z.string().min(10, 'say why in a sentence') };

const fileShape = z.strictObject({
  policy: z.string().min(1),
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'a version is year.month.number, e.g. 2026.11.1'),
  defaults: z.strictObject({ decision: z.literal('DENY') }),
  purposes: described,
  roles: described,
  retention: described,
  categories: z.record(z.string(), z.strictObject({ auditStrict: z.literal(true) })).default({}),
  scopes: z.record(z.string(), words),
  rules: z.array(
    z.strictObject({
      ...common,
      categories: words,
      purposes: words,
      when: z.string().optional(),
      decision: z.union([
        z.literal('ALLOW'),
        z.literal('DENY'),
        z.literal('PSEUDONYMISE'),
        z.strictObject({ pseudonymise: z.literal(true) }),
        z.strictObject({ mask: z.enum(Object.keys(masks) as [MaskName, ...MaskName[]]) }),
      ]),
      final: z.boolean().default(false),
      legalBasis: z.enum(LEGAL_BASES),
      retention: z.string(),
      ...reason,
    }),
  ),
  rows: z.array(z.strictObject({ ...common, types: words, when: z.string().optional(), ...reason })),
  actions: z.array(
    z.strictObject({
      ...common,
      mutations: words,
      purposes: words,
      scope: z.string(),
      legalBasis: z.enum(LEGAL_BASES),
      ...reason,
    }),
  ),
  keeping: z
    .array(
      z.strictObject({
        id: common.id,
        source: z.string().min(1),
        maxAgeSeconds: z.int().min(0).max(3_600).default(0),
        staleSeconds: z.int().min(0).max(86_400).default(0),
        ...reason,
      }),
    )
    .default([]),
});

type PolicyFile = z.infer<typeof fileShape>;
type Path = readonly PropertyKey[];

/** Reads and checks a policy file. @throws {PolicyError} with every problem and its line. */
export function loadPolicy(path: string): Policy {
  return parsePolicy(readFileSync(path, 'utf8'), basename(path));
}

/**
 * Reads and checks a policy.
 *
 * @param text YAML.
 * @param file its name, for errors.
 * @throws {PolicyError} with every problem and its line.
 */
export function parsePolicy(text: string, file: string): Policy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: true });
  const problems: PolicyProblem[] = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: error.message.split('\n')[0] ?? 'not YAML',
  }));
  const say = (path: Path, message: string): void =>
    void problems.push({ line: lineOf(document, path, lines), message: `${path.join('.')}: ${message}` });
  const fail = (): never => {
    throw new PolicyError(
      file,
      problems.sort((a, b) => a.line - b.line),
    );
  };
  if (problems.length > 0) return fail();
  const read = fileShape.safeParse(document.toJS());
  if (!read.success) {
    for (const { path, message } of read.error.issues) say(path, message);
    return fail();
  }
  checkNames(read.data, say);
  const policy = toPolicy(read.data, say);
  return problems.length > 0 ? fail() : policy;
}

/** The line of the deepest part of a path that stands in the file. */
function lineOf(document: Document, path: Path, lines: LineCounter): number {
  for (let length = path.length; length >= 0; length--) {
    const part = path.slice(0, length);
    const node = document.getIn(part, true) as Node | null | undefined;
    const parent = document.getIn(part.slice(0, -1), true);
    const key = isMap(parent)
      ? parent.items.find((item) => String(item.key) === String(part.at(-1)))?.key
      : undefined;
    const range = (key as Node | undefined)?.range ?? node?.range;
    if (range) return lines.linePos(range[0]).line;
  }
  return 1;
}

type Say = (path: Path, message: string) => void;

/** Every name that a rule uses is declared, and every id is used once. */
function checkNames(file: PolicyFile, say: Say): void {
  const seen = new Set<string>();
  const known = (
    path: Path,
    names: readonly string[],
    isKnown: (name: string) => boolean,
    kind: string,
  ): void =>
    names.forEach((name, at) => {
      if (name !== '*' && !isKnown(name)) say([...path, at], `unknown ${kind} "${name}"`);
    });
  const isRole = (name: string): boolean =>
    name in file.roles ||
    (name.endsWith(':*') && Object.keys(file.roles).some((role) => role.startsWith(name.slice(0, -1))));
  const isCategory = (name: string): boolean =>
    name !== UNCLASSIFIED &&
    Object.keys(categories).some((category) => category === name || category.startsWith(`${name}.`));
  for (const name of Object.keys(file.categories)) {
    if (!isCategory(name)) say(['categories', name], `unknown category "${name}"`);
  }
  for (const section of ['rules', 'rows', 'actions'] as const) {
    file[section].forEach((rule, at) => {
      const path = [section, at];
      if (seen.has(rule.id)) say([...path, 'id'], `"${rule.id}" is used twice`);
      seen.add(rule.id);
      known([...path, 'roles'], rule.roles, isRole, 'role');
      if ('purposes' in rule)
        known([...path, 'purposes'], rule.purposes, (name) => name in file.purposes, 'purpose');
      if ('categories' in rule) known([...path, 'categories'], rule.categories, isCategory, 'category');
      if ('retention' in rule && !(rule.retention in file.retention)) {
        say([...path, 'retention'], `unknown retention class "${rule.retention}"`);
      }
      if ('final' in rule && rule.final && rule.decision !== 'DENY')
        say([...path, 'final'], 'only a DENY can be final');
    });
  }
}

function toPolicy(file: PolicyFile, say: Say): Policy {
  const scopes = new Map<string, string>();
  for (const [scope, types] of Object.entries(file.scopes)) {
    types.forEach((type, at) => {
      if (scopes.has(type)) say(['scopes', scope, at], `"${type}" has two scopes`);
      scopes.set(type, scope);
    });
  }
  const conditionOf = (rule: { when?: string | undefined }, path: Path): { when?: Condition } => {
    if (rule.when === undefined) return {};
    try {
      const when = parseCondition(rule.when);
      for (const { attribute, values } of comparisons(when)) {
        const unknown = values.find(
          (value) => attribute === 'relation' && !relationNames.some((each) => each === value),
        );
        if (unknown !== undefined) say([...path, 'when'], `unknown relation "${unknown}"`);
        const other = values.find(
          (value) => attribute === 'standing' && !standingNames.some((each) => each === value),
        );
        if (other !== undefined) say([...path, 'when'], `unknown standing "${other}"`);
      }
      return { when };
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      say([...path, 'when'], `${error.message} (after ${error.at} characters)`);
      return {};
    }
  };
  const rules = file.rules.map(({ when, decision, ...rule }, at): Rule => ({
    ...rule,
    ...conditionOf({ when }, ['rules', at]),
    outcome: outcomeOf(decision),
  }));
  const rows = file.rows.map(({ when, ...row }, at): RowRule => {
    const condition = conditionOf({ when }, ['rows', at]);
    if (condition.when && !canFilter(condition.when)) {
      say(
        ['rows', at, 'when'],
        'a row rule may only join "relation in" and "level in" by "or": lists are filtered by it',
      );
    }
    return { ...row, ...condition };
  });
  const actions: readonly ActionRule[] = file.actions;
  return {
    name: file.policy,
    version: file.version,
    purposes: Object.keys(file.purposes),
    roles: Object.keys(file.roles),
    auditStrict: Object.keys(file.categories),
    scopes,
    rules,
    rows,
    actions,
    keeping: keepingOf(file, say),
  };
}

function keepingOf(file: PolicyFile, say: Say): Map<string, Keeping> {
  const bySource = new Map<string, Keeping>();
  file.keeping.forEach(({ source, maxAgeSeconds, staleSeconds }, at) => {
    if (bySource.has(source)) say(['keeping', at, 'source'], `"${source}" is kept by two rules`);
    bySource.set(source, { maxAgeMs: maxAgeSeconds * 1_000, staleMs: staleSeconds * 1_000 });
  });
  return bySource;
}

function outcomeOf(decision: PolicyFile['rules'][number]['decision']): Outcome {
  if (typeof decision === 'string') return { effect: decision };
  return 'mask' in decision ? { effect: 'MASK', mask: decision.mask } : { effect: 'PSEUDONYMISE' };
}

/** Whether a list query can ask its source for exactly the objects that a condition lets through. */
function canFilter(when: Condition): boolean {
  if (when.kind === 'or') return when.parts.every(canFilter);
  if (when.kind !== 'in') return false;
  return when.attribute === 'level' || (when.attribute === 'relation' && !when.values.includes('none'));
}
