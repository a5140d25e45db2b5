import { composeServices } from '@apollo/composition';
import * as fc from 'fast-check';
import { parse } from 'graphql';
import { Args, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import {
  connection,
  connectionType,
  PageArgs,
  pageRequest,
  type Connection,
  type KeysetShape,
} from '../../../subgraphs/shared/connection';
import { createIdSealer } from '../../../schema/kernel/ids';
import { NotPersonal } from '../../../subgraphs/shared/classify';
import { createSubgraphSchema, subgraphSdl } from '../../../subgraphs/shared/subgraph-schema';

const ids = createIdSealer('a secret of thirty-two characters');
const shape: KeysetShape = [/^\d{4}-\d\d-\d\d$/, 'integer'];
const rows = Array.from({ length: 45 }, (_, index) => ({ day: '2026-11-20', seq: index }));
const keysetOf = ({ day, seq }: { day: string; seq: number }) => [day, seq] as const;

const pageOf = (args: PageArgs): Connection<number> => {
  const page = pageRequest(args, 'things', shape, ids);
  const from = page.after ? Number(page.after[1]) + 1 : 0;
  return connection(rows.slice(from, from + page.first + 1), page, keysetOf, ({ seq }) => seq);
};

describe('pages', () => {
  it('holds 20 nodes when nothing is said, and every node stands on exactly one page', () => {
    const seen: number[] = [];
    let after: string | null = null;
    const sizes: number[] = [];
    for (;;) {
      const page: Connection<number> = pageOf({ first: 20, after });
      seen.push(...page.edges.map(({ node }) => node));
      sizes.push(page.edges.length);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor);
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(new PageArgs().first).toBe(20);
    expect(sizes).toEqual([20, 20, 5]);
    expect(seen).toEqual(rows.map(({ seq }) => seq));
  });

  it('tells nothing by its cursors', () => {
    const { startCursor } = pageOf({ first: 1 }).pageInfo;
    expect(Buffer.from(startCursor ?? '', 'base64url').toString('latin1')).not.toMatch(/2026|things/);
  });

  it('has no cursors when it has no nodes', () => {
    expect(connection([], pageRequest({ first: 5 }, 'things', shape, ids), () => [], String)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it.each([0, -1, 101, 1.5, Number.NaN])('refuses first: %p', (first) => {
    expect(() => pageRequest({ first }, 'things', shape, ids)).toThrow(
      'first: a number from 1 to 100 is expected.',
    );
  });

  it('refuses a cursor of another list', () => {
    const { endCursor } = pageOf({ first: 1 }).pageInfo;
    expect(() => pageRequest({ first: 1, after: endCursor }, 'others', shape, ids)).toThrow(
      'after: not a cursor of this list.',
    );
  });

  it('refuses every text that is not a cursor, forged ones included', () => {
    const values = fc.array(fc.oneof(fc.string(), fc.integer(), fc.double(), fc.constant(null)));
    const forged = fc
      .tuple(values, fc.boolean())
      .map(([each, sealed]) =>
        sealed
          ? ids.seal('cur', JSON.stringify(['things', ...each]))
          : Buffer.from(JSON.stringify(['things', ...each])).toString('base64url'),
      );
    fc.assert(
      fc.property(fc.oneof(fc.string(), forged, fc.base64String()), (after) => {
        expect(() => pageRequest({ first: 1, after }, 'things', shape, ids)).toThrow(
          'after: not a cursor of this list.',
        );
      }),
    );
  });
});

describe('Relay types', () => {
  it('compose when several subgraphs have lists', () => {
    const { supergraphSdl, errors } = composeServices([
      { name: 'ones', typeDefs: parse(subgraphSdl(listSchema('One'))) },
      { name: 'twos', typeDefs: parse(subgraphSdl(listSchema('Two'))) },
    ]);
    expect(errors).toBeUndefined();
    expect(supergraphSdl).toContain('type OneConnection');
    expect(supergraphSdl).toContain('type TwoConnection');
  });
});

function listSchema(name: string) {
  @ObjectType(name)
  class Thing {
    @NotPersonal()
    @Field(() => ID)
    id!: string;
  }
  const ThingConnection = connectionType(() => Thing, name);

  @Resolver()
  class ThingResolver {
    @NotPersonal()
    @Query(() => ThingConnection, { name: `list${name}` })
    list(@Args(() => PageArgs) args: PageArgs): Connection<Thing> {
      const page = pageRequest(args, name, ['integer'], ids);
      return connection(
        [1],
        page,
        (row) => [row],
        (row) => ({ id: String(row) }),
      );
    }
  }
  return createSubgraphSchema({ resolvers: [ThingResolver] }, {});
}
