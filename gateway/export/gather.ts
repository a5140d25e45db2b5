import type { Picked, Step, Walk } from '../../schema/contract/walk';
import type { AnswerBody } from '../answer/answer';
import { createFindings, type Findings } from './findings';

/** Asks the graph one operation with the rights of who wants the copy. */
export type AskGraph = (
  document: string,
  variables: Readonly<Record<string, unknown>>,
) => Promise<AnswerBody>;

/** An object of the graph as it was answered. */
type Tree = Readonly<Record<string, unknown>>;

/** What a walk brought back. */
interface Gathered extends Findings {
  /** Objects by type, in the order in which they were met. */
  readonly data: Readonly<Record<string, readonly Tree[]>>;
}

/** Objects that are read at the same time. */
const AT_ONCE = 4;

/**
 * Walks the graph from one data subject: reads each object once, and every page to its end.
 *
 * @param id the data subject's key.
 * @returns `undefined` where there is no such data subject for who asks.
 */
export async function gather(walk: Walk, id: string, ask: AskGraph): Promise<Gathered | undefined> {
  const findings = createFindings();
  const data: Record<string, Tree[]> = {};
  const waiting: { readonly step: Step; readonly id: string }[] = [];
  const seen = new Set<string>();
  const meet = (type: string, key: unknown): void => {
    const step = walk.steps.get(type);
    if (!step || typeof key !== 'string' || seen.has(`${type} ${key}`)) return;
    seen.add(`${type} ${key}`);
    waiting.push({ step, id: key });
  };

  async function read({ step, id: key }: (typeof waiting)[number]): Promise<boolean> {
    const body = await ask(step.document, { id: key });
    findings.note(step.path, step.fields, body);
    const found = objectAt(body.data, step.path);
    if (!found) return false;
    const whole: Record<string, unknown> = {};
    for (const field of step.fields) {
      const value = found[field.name];
      whole[field.name] = field.kind === 'page' ? await allPages(step, field, key, value) : value;
      meetIn(field, whole[field.name]);
    }
    (data[step.type] ??= []).push(whole);
    return true;
  }

  /** The nodes of a connection, all of them. */
  async function allPages(step: Step, field: Picked, key: string, first: unknown): Promise<unknown> {
    const nodes = nodesOf(first);
    let page = first as Page | null | undefined;
    while (page?.pageInfo.hasNextPage) {
      const body = await ask(step.pages.get(field.name) ?? '', { id: key, after: page.pageInfo.endCursor });
      findings.note(step.path, [field], body);
      page = objectAt(body.data, step.path)?.[field.name] as Page | null | undefined;
      nodes.push(...nodesOf(page));
    }
    return first === null || first === undefined ? null : nodes;
  }

  function meetIn(field: Picked, value: unknown): void {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof item !== 'object' || item === null) continue;
      const tree = item as Tree;
      meet(field.type, tree.id);
      for (const inner of field.fields) meetIn(inner, tree[inner.name]);
    }
  }

  const start = walk.steps.get(walk.start);
  if (!start || !(await read({ step: start, id }))) {
    return findings.complete() ? undefined : { ...findings, data };
  }
  seen.add(`${walk.start} ${id}`);
  while (waiting.length > 0) await Promise.all(waiting.splice(0, AT_ONCE).map(read));
  return { ...findings, data };
}

interface Page {
  readonly edges: readonly { readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const nodesOf = (page: unknown): unknown[] =>
  ((page as Page | null | undefined)?.edges ?? []).map(({ node }) => node);

function objectAt(data: AnswerBody['data'], path: readonly string[]): Tree | undefined {
  let found: unknown = data;
  for (const name of path) found = (found as Tree | null | undefined)?.[name];
  return (found as Tree | null | undefined) ?? undefined;
}
