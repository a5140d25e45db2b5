import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { buildSchema } from 'graphql';
import { compileRepresentations, UNTOLD } from '../../../gateway/execute/engine/representations';

const schema = buildSchema(`
  scalar Any
  type Query { item: Item }
  type Item { id: Any place: Place name: String }
  type Place { row: Int }`);

const field = (name: string, ...selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'Field',
  name,
  ...(selections.length > 0 ? { selections } : {}),
});
const onItem = (...selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode[] => [
  { kind: 'InlineFragment', typeCondition: 'Item', selections: [field('__typename'), ...selections] },
];
const item = (others: Record<string, unknown>) => ({ __typename: 'Item', ...others });

describe('representations', () => {
  it('tell of each entity once, wherever it stands', () => {
    const { list, told } = compileRepresentations(
      onItem(field('id')),
      undefined,
      schema,
    )([[item({ id: 'a' }), item({ id: 'b' }), item({ id: 'a' })], [item({ id: 'b' })]]);
    expect(list).toEqual([item({ id: 'a' }), item({ id: 'b' })]);
    expect(told).toEqual([[0, 1, 0], [1]]);
  });

  it('tell keys of different kinds apart, even where their texts are equal', () => {
    const ids = ['1', 1, true, 'true', null, 'null', '{"a":1}', { a: 1 }, '', 0];
    const represent = compileRepresentations(onItem(field('id')), undefined, schema);
    const { list, told } = represent([[...ids, ...ids].map((id) => item({ id }))]);
    expect(list.map(({ id }) => id)).toEqual(ids);
    expect(told).toEqual([[...ids.keys(), ...ids.keys()]]);
  });

  it('tell several keys apart by all of them', () => {
    const represent = compileRepresentations(onItem(field('id'), field('name')), undefined, schema);
    const { told } = represent([
      [item({ id: 'a', name: 'bc' }), item({ id: 'ab', name: 'c' }), item({ id: 'a', name: 'bc' })],
    ]);
    expect(told).toEqual([[0, 1, 0]]);
  });

  it('are missing for what is of another type or lacks a key', () => {
    const represent = compileRepresentations(onItem(field('id')), undefined, schema);
    const { list, told } = represent([[{ __typename: 'Other', id: 'a' }, item({}), item({ id: 'a' })]]);
    expect(list).toHaveLength(1);
    expect(told).toEqual([[UNTOLD, UNTOLD, 0]]);
  });

  it('compare keys that are objects by what they hold', () => {
    const represent = compileRepresentations(onItem(field('place', field('row'))), undefined, schema);
    const { list, told } = represent([
      [item({ place: { row: 1, other: 1 } }), item({ place: { row: 1 } }), item({ place: { row: 2 } })],
    ]);
    expect(list).toEqual([item({ place: { row: 1 } }), item({ place: { row: 2 } })]);
    expect(told).toEqual([[0, 0, 1]]);
  });
});
