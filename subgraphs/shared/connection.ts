import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { BadUserInput } from '../../schema/kernel/errors';
import type { IdSealer } from '../../schema/kernel/ids';
import { NotPersonal } from './classify';

/** The most nodes one page holds. */
const PAGE_MAX = 100;
const PAGE_DEFAULT = 20;

/** Where a page stands in its list, as the Relay specification defines it. */
@Directive('@shareable')
@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @NotPersonal()
  @Field(() => Boolean, { description: 'More nodes follow.' })
  hasNextPage!: boolean;

  @NotPersonal()
  @Field(() => Boolean, { description: 'Nodes come before this page.' })
  hasPreviousPage!: boolean;

  @NotPersonal()
  @Field(() => String, { nullable: true, description: 'The first edge’s cursor.' })
  startCursor!: string | null;

  @NotPersonal()
  @Field(() => String, {
    nullable: true,
    description: 'The last edge’s cursor: what `after` takes for the next page.',
  })
  endCursor!: string | null;
}

/** One node of a list and its place. */
export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** A page of a list. */
export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfo;
}

/**
 * Makes the Relay types of one list: `<name>Edge` and `<name>Connection`.
 *
 * @param node the nodes' class.
 * @param name the nodes' name in the graph, e.g. `Claim`.
 * @returns the connection's class, for `@Field(() => ClaimConnection)`. A resolver returns a `Connection`.
 */
export function connectionType<Node extends object>(
  node: () => ClassType<Node>,
  name: string,
): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `A ${name} and its place in a list.` })
  class EdgeOf implements Edge<Node> {
    @NotPersonal()
    @Field(() => String, { description: 'Opaque; give it as `after` to go on from here.' })
    cursor!: string;

    @NotPersonal()
    @Field(node, { description: `The ${name}.` })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} nodes.` })
  class ConnectionOf implements Connection<Node> {
    @NotPersonal()
    @Field(() => [EdgeOf], { description: 'The nodes of this page, in the list’s order.' })
    edges!: EdgeOf[];

    @NotPersonal()
    @Field(() => PageInfo, { description: 'Where this page stands.' })
    pageInfo!: PageInfo;
  }
  return ConnectionOf;
}

/** The arguments that every list takes. */
@ArgsType()
export class PageArgs {
  @NotPersonal()
  @Field(() => Int, { defaultValue: PAGE_DEFAULT, description: `How many nodes, 1 to ${PAGE_MAX}.` })
  first: number = PAGE_DEFAULT;

  @NotPersonal()
  @Field(() => String, {
    nullable: true,
    description: 'The cursor after which the page starts; from the start without it.',
  })
  after?: string | null;
}

/**
 * A place in a list: the values of the columns that order it. It leaves sealed: what a list is ordered by may be what
 * the caller may not see.
 */
export type Keyset = readonly (string | number)[];

/**
 * What each value of a keyset may be: a safe integer, an instant as the store writes it (ISO 8601 in UTC with
 * milliseconds), or a text of this form.
 */
export type KeysetShape = readonly ('integer' | 'instant' | RegExp)[];

/** A checked request for one page. */
export interface PageRequest {
  readonly first: number;
  /** Read `first + 1` rows after this place: the one too many tells whether more follow. */
  readonly after?: Keyset;
  /** @returns the cursor of a place. */
  readonly cursorOf: (keyset: Keyset) => string;
}

/**
 * Checks `first`, of a list with pages or without.
 *
 * @returns it.
 * @throws {BadUserInput} out of range.
 */
export function checkedFirst(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= PAGE_MAX) return first;
  throw new BadUserInput('first', `a number from 1 to ${PAGE_MAX} is expected.`);
}

/**
 * Checks `first` and `after`.
 *
 * @param list the list's own name, e.g. `claims`.
 * @param shape e.g. `['instant', 'integer']`.
 * @param ids seals the places of this request.
 * @throws {BadUserInput} out of range, or not a cursor of this list.
 */
export function pageRequest(args: PageArgs, list: string, shape: KeysetShape, ids: IdSealer): PageRequest {
  const { after } = args;
  const first = checkedFirst(args.first);
  const cursorOf: PageRequest['cursorOf'] = (keyset) => ids.seal('cur', JSON.stringify([list, ...keyset]));
  if (after === undefined || after === null) return { first, cursorOf };
  const keyset = openCursor(list, shape, ids.open('cur', after));
  if (!keyset) throw new BadUserInput('after', 'not a cursor of this list.');
  return { first, after: keyset, cursorOf };
}

/** A place that was sealed for another list, or by another version of this one, is none of this list. */
function openCursor(list: string, shape: KeysetShape, text: string | undefined): Keyset | undefined {
  const parsed: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!Array.isArray(parsed) || parsed.length !== shape.length + 1 || parsed[0] !== list) return undefined;
  const keyset: unknown[] = parsed.slice(1);
  const fits = shape.every((form, index) => {
    const value = keyset[index];
    if (form === 'integer') return Number.isSafeInteger(value);
    return typeof value === 'string' && (form === 'instant' ? isInstant(value) : form.test(value));
  });
  return fits ? (keyset as Keyset) : undefined;
}

/** From year 1 to 9999: what every database can count. */
const isInstant = (text: string): boolean => {
  const time = Date.parse(text);
  return (
    /^\d{4}-/.test(text) &&
    !text.startsWith('0000') &&
    !Number.isNaN(time) &&
    new Date(time).toISOString() === text
  );
};

/**
 * Makes a page of the rows that were read for a request.
 *
 * @param rows up to `first + 1` rows after the requested place, in order.
 * @param keysetOf a row's place.
 */
export function connection<Row, Node>(
  rows: readonly Row[],
  { first, after, cursorOf }: PageRequest,
  keysetOf: (row: Row) => Keyset,
  nodeOf: (row: Row) => Node,
): Connection<Node> {
  const edges = rows.slice(0, first).map((row) => ({ cursor: cursorOf(keysetOf(row)), node: nodeOf(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
