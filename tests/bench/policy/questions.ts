import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Asks a hub, and throws where the answer has errors. */
export type Ask = (query: string) => Promise<unknown>;

/** What one part of the bench asks. */
export interface Question {
  readonly name: string;
  readonly actor: string;
  /** Requests of one round. */
  readonly requests: number;
  /**
   * Finds texts of equal weight about different claims, one for each connection: hubs join equal reads that are under way
   * at a time, so what the rules cost would be compared with what the chance of meeting saves.
   */
  texts(ask: Ask, connections: number): Promise<readonly string[]>;
}

interface Page {
  readonly claims: {
    readonly edges: readonly { readonly node: { readonly number: string } }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

const README = readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8');
const ONE_CLAIM = /```graphql\n([\s\S]*?)```/.exec(README)?.[1] ?? '';
const NUMBER = 'RC-2026-0000001';

/** Pages of claims that the actor sees, one after the other. */
async function* pages(ask: Ask, first: number): AsyncIterable<{ readonly after: string } & Page> {
  for (let after = '', more = true; more;) {
    const page = (await ask(
      `{ claims(first: ${first}${after}) { edges { node { number } } pageInfo { endCursor hasNextPage } } }`,
    )) as Page;
    yield { after, ...page };
    after = `, after: ${JSON.stringify(page.claims.pageInfo.endCursor)}`;
    more = page.claims.pageInfo.hasNextPage;
  }
}

/** @returns how many values an answer holds. */
export function leavesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + leavesOf(each), 0);
}

/** The README's query, asked about a claim for each connection. */
export const readmeQuery: Question = {
  name: 'README query',
  actor: 'adviser',
  requests: 100,
  async texts(ask, connections) {
    const whole = leavesOf(await ask(ONE_CLAIM));
    const found: string[] = [];
    for await (const { claims } of pages(ask, 100)) {
      for (const { node } of claims.edges) {
        const text = ONE_CLAIM.replace(NUMBER, node.number);
        const leaves = await ask(text).then(leavesOf, () => 0);
        if (leaves === whole && found.push(text) === connections) return found;
      }
    }
    throw new Error(`only ${found.length} claims answer the README query as its own does`);
  },
};

/** A hundred claims of twenty leaves each. */
const manyLeaves: Question = {
  name: '2,000 leaves',
  actor: 'complaints-officer',
  requests: 20,
  async texts(ask, connections) {
    const found: string[] = [];
    for await (const { after } of pages(ask, 100)) {
      const text = `{ claims(first: 100${after}) { edges { node {
        number status level channel product motive filedAt receivedAt outcome priority
        customer { id firstName lastName email phone language }
        account { id iban type currency }
      } } } }`;
      const answers = await ask(text).then(
        () => true,
        () => false,
      );
      if (answers && found.push(text) === connections) return found;
    }
    throw new Error(`only ${found.length} pages of claims answer without errors`);
  },
};

export const QUESTIONS: readonly Question[] = [readmeQuery, manyLeaves];
