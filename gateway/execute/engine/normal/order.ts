import { type DirectiveNode, type FieldNode, Kind, print, type SelectionNode } from 'graphql';
import type { PlacedField } from './expand';

/** A selection of a plan, before anything of the client's own is taken from it. */
export interface Ordered {
  /** Absent for a fragment. */
  readonly field?: PlacedField;
  /** The type condition of a fragment. */
  readonly on?: string | undefined;
  readonly directives: readonly DirectiveNode[];
  readonly below: readonly Ordered[];
  /** The same for selections that differ in names and values of the client's alone. */
  readonly shape: string;
}

/**
 * Brings selections into an order that depends on no name, value or order of the client's. Selections that say the same
 * are one.
 *
 * @param kept whether the order means something: fields that change something run one after the other.
 */
export function order(
  selections: readonly SelectionNode[],
  placed: ReadonlyMap<FieldNode, PlacedField>,
  kept: boolean,
): readonly Ordered[] {
  const groups = new Map<unknown, Group>();
  for (const node of selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD) throw new Error('Fragments are written out before.');
    const field = node.kind === Kind.FIELD ? placed.get(node) : undefined;
    const on = node.kind === Kind.INLINE_FRAGMENT ? node.typeCondition?.name.value : undefined;
    const directives = node.directives ?? [];
    const plain = directives.length === 0 && (field !== undefined || !kept);
    const group = plain ? (field ?? on) : node;
    const { selections: below = [] } = node.selectionSet ?? {};
    const same = groups.get(group);
    if (same) same.below.push(...below);
    else groups.set(group, { field, on, directives, below: [...below] });
  }
  const ordered = [...groups.values()].map(({ field, on, directives, below }): Ordered => {
    // Below a field nothing runs one after the other any more.
    const inner = order(below, placed, kept && field === undefined);
    const head = field ? headOf(field) : `~${on ?? ''}`;
    const conditions = directives.map((each) => print(each).replace(VARIABLES, '$')).join('');
    // What is under no condition comes first, and goes by the field's own name: a plan that needs it finds it there.
    const shape = `${head}${conditions || '!'}{${inner.map((each) => each.shape).join(' ')}}`;
    return { ...(field ? { field } : { on }), directives, below: inner, shape };
  });
  return kept ? ordered : ordered.sort(byShape);
}

interface Group {
  readonly field: PlacedField | undefined;
  readonly on: string | undefined;
  readonly directives: readonly DirectiveNode[];
  readonly below: SelectionNode[];
}

const VARIABLES = /\$\w+/g;

const headOf = ({ name, args }: PlacedField): string =>
  args.length === 0 ? name : `${name}(${args.map((each) => each.name).join()})`;

const byShape = (a: Ordered, b: Ordered): number => (a.shape < b.shape ? -1 : a.shape > b.shape ? 1 : 0);
