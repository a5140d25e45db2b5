import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { type Mapping, thingKey, type Thing, type Things } from './everything';
import type { Owner } from './canaries';
import type { Graph } from './graph';
import { type Asker, isShare, type Oracle, shareOf } from './oracle';

/** Something that an answer shows or withholds against the rules. */
export interface Finding {
  readonly kind: 'shown' | 'withheld' | 'row';
  readonly coordinate: string;
  readonly asker: string;
  readonly detail: string;
}

/** Counts what the answers decided, by rule. */
export interface RuleHits {
  readonly applied: Set<string>;
  readonly notApplied: Set<string>;
  /** Coordinates of which something was shown. */
  readonly shown: Set<string>;
  cells: number;
}

export const createHits = (): RuleHits => ({
  applied: new Set(),
  notApplied: new Set(),
  shown: new Set(),
  cells: 0,
});

type Variables = Readonly<Record<string, unknown>>;
type Sets = readonly SelectionSetNode[];

/** An object under way: which one it is, as far as that is known. */
interface At {
  readonly type: string;
  /** Its own values; of a part, the part's. `undefined` where it is not known which object this is. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
  /** The entity that it is, or is part of. */
  readonly thing: Thing | undefined;
  /** Whether values can be compared: pages that begin elsewhere have no known members. */
  readonly facts: Owner | undefined;
  readonly entity: string | undefined;
}

/** What a check needs to know of a world. */
export interface Truths {
  readonly graph: Graph;
  readonly oracle: Oracle;
  readonly things: Things;
  readonly mapping: Mapping;
  /** Coordinates whose values asking itself changes. */
  readonly living: ReadonlySet<string>;
}

/** Everything in an answer that the oracle would have decided otherwise. */
export function checkAnswer(
  { graph, oracle, things, mapping, living }: Truths,
  asker: Asker,
  document: DocumentNode,
  variables: Variables,
  data: Readonly<Record<string, unknown>>,
  hits: RuleHits,
): Finding[] {
  const findings: Finding[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('no operation');

  const say = (kind: Finding['kind'], coordinate: string, detail: string): void =>
    void findings.push({ kind, coordinate, asker: `${asker.name} for ${asker.purpose}`, detail });

  walk(data, [operation.selectionSet], {
    type: 'Query',
    values: undefined,
    thing: undefined,
    facts: {},
    entity: undefined,
  });
  return findings;

  function walk(object: Readonly<Record<string, unknown>>, sets: Sets, at: At): void {
    const asked = collect(sets, fragments, variables);
    const self = identify(object, asked, at);
    for (const [key, value] of Object.entries(object)) {
      const nodes = asked.get(key);
      const name = nodes?.[0]?.name.value;
      if (!nodes || name === undefined) {
        say('shown', `${at.type}.?`, 'a response key that nobody asked for');
        continue;
      }
      if (name !== '__typename') cell(value, name, nodes, self);
    }
  }

  function identify(
    object: Readonly<Record<string, unknown>>,
    asked: ReturnType<typeof collect>,
    at: At,
  ): At {
    if (!graph.isEntity(at.type)) return at;
    const key = [...asked].find(([, nodes]) => nodes[0]?.name.value === 'id')?.[0];
    const id = key === undefined ? at.thing?.id : object[key];
    const thing = typeof id === 'string' ? things.get(thingKey(at.type, id)) : undefined;
    if (typeof id === 'string' && !thing) say('row', at.type, 'an object that is not in the world');
    return {
      type: at.type,
      thing,
      values: thing?.values,
      facts: thing && (mapping.ownerOf(thing)?.owner ?? {}),
      entity: at.type,
    };
  }

  function cell(value: unknown, name: string, nodes: readonly FieldNode[], at: At): void {
    const field = graph.fieldsOf(at.type).find((each) => each.name === name);
    if (!field) return say('shown', `${at.type}.${name}`, 'no such field');
    const { coordinate } = field;
    hits.cells++;
    const link = !field.leaf && graph.isEntity(field.type);
    // A question by key is decided by whose the object is that it leads to.
    const facts = at.type === 'Query' && link && !field.list ? ledTo(value, nodes, field.type) : at.facts;
    const ruling = facts ? oracle.rule(coordinate, asker, facts) : undefined;
    const visible =
      at.entity === undefined || link || name === 'id' || !at.facts
        ? { visible: true, by: [] }
        : oracle.isVisible(at.entity, asker, at.facts);
    const share = visible.visible ? ruling?.share : 'DENY';
    if (ruling) note(coordinate, ruling.by, visible.by);
    const empty = value === null || value === undefined;
    if (!empty) hits.shown.add(coordinate);
    // A list of other objects that has no members says nothing, not even of objects that are not there.
    const silent = link && field.list && membersIn(value) === 0 && !oracle.isHopeless(coordinate, asker);
    if (!empty && !silent && (share === 'DENY' || oracle.isHopeless(coordinate, asker)))
      return say('shown', coordinate, visible.visible ? 'denied' : 'of an object that is not visible');
    if (field.leaf) {
      if (share === undefined || !at.values || name === 'id') return;
      // What tells of the rules themselves is another under the rules of the hub that hides nothing.
      const isRules = oracle.places.get(coordinate)?.category === RULES;
      if ((isRules || living.has(coordinate)) && share === 'ALLOW') return;
      const expected = shareOf(at.values[name] ?? null, share, at.facts?.names);
      if (isShare(expected, value)) return;
      if (empty) return say('withheld', coordinate, share);
      return say(
        'shown',
        coordinate,
        share === 'ALLOW' ? 'another value' : `more or other than ${share} leaves`,
      );
    }
    if (empty) {
      const target = at.values?.[name];
      if (share === 'ALLOW' && link && isThing(target) && mayKnow(field.type, target.id))
        say('withheld', coordinate, 'link');
      return;
    }
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const known = at.values?.[name];
    const moved = nodes.some(({ arguments: given }) => given?.some((each) => each.name.value === 'after'));
    const [items, inner] = field.connection ? nodesOf(value, sets) : [asList(value), sets];
    items.forEach((item, index) => {
      if (item === null) return;
      const stored = Array.isArray(known) ? (moved ? undefined : (known as unknown[])[index]) : known;
      // Whose the parts of the root are it does not tell.
      const owner = at.type === 'Query' ? undefined : at.facts;
      if (!link)
        return walk(item, inner, {
          ...at,
          type: field.type,
          values: stored as At['values'],
          facts: owner,
        });
      const single = !field.list && isThing(stored) ? things.get(thingKey(field.type, stored.id)) : undefined;
      const next: At = {
        type: field.type,
        thing: single,
        values: single?.values,
        facts: undefined,
        entity: field.type,
      };
      if (field.list) listed(item, inner, next, coordinate);
      walk(item, inner, next);
    });
  }

  function ledTo(value: unknown, nodes: readonly FieldNode[], type: string): Owner | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const at: At = { type, thing: undefined, values: undefined, facts: undefined, entity: type };
    return identify(value as Record<string, unknown>, collect(sets, fragments, variables), at).facts;
  }

  /** A list tells that its members exist, whatever is asked of them. */
  function listed(item: Readonly<Record<string, unknown>>, sets: Sets, at: At, coordinate: string): void {
    const { thing } = identify(item, collect(sets, fragments, variables), at);
    if (thing && !oracle.isVisible(at.type, asker, mapping.ownerOf(thing)?.owner ?? {}).visible)
      say('row', coordinate, 'a member that is not visible');
  }

  function mayKnow(type: string, id: string): boolean {
    const thing = things.get(thingKey(type, id));
    return thing !== undefined && oracle.isVisible(type, asker, mapping.ownerOf(thing)?.owner ?? {}).visible;
  }

  function nodesOf(value: unknown, sets: Sets): [(Readonly<Record<string, unknown>> | null)[], Sets] {
    const connection = value as Readonly<Record<string, unknown>>;
    const asked = collect(sets, fragments, variables);
    const edges = [...asked].filter(([, nodes]) => nodes[0]?.name.value === 'edges');
    const inner = edges.flatMap(([, nodes]) => nodes.flatMap(({ selectionSet }) => selectionSet ?? []));
    const node = [...collect(inner, fragments, variables)].filter(
      ([, nodes]) => nodes[0]?.name.value === 'node',
    );
    const items = edges.flatMap(([key]) =>
      asList(connection[key]).flatMap((edge) =>
        node.map(([name]) => (edge?.[name] ?? null) as Readonly<Record<string, unknown>> | null),
      ),
    );
    return [items, node.flatMap(([, nodes]) => nodes.flatMap(({ selectionSet }) => selectionSet ?? []))];
  }

  function note(coordinate: string, by: readonly string[], rows: readonly string[]): void {
    const category = oracle.places.get(coordinate)?.category ?? '';
    for (const { id, categories } of oracle.policy.rules) {
      if (!categories.some((each) => `${category}.`.startsWith(`${each}.`))) continue;
      (by.includes(id) ? hits.applied : hits.notApplied).add(id);
    }
    for (const { id } of oracle.policy.rows) (rows.includes(id) ? hits.applied : hits.notApplied).add(id);
  }
}

const RULES = 'system.access';

const membersIn = (value: unknown): number => {
  const list: unknown = Array.isArray(value) ? value : Object.values(value ?? {}).find(Array.isArray);
  return Array.isArray(list) ? list.length : 1;
};

const isThing = (value: unknown): value is { readonly id: string } =>
  typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string';

const asList = (value: unknown): (Readonly<Record<string, unknown>> | null)[] =>
  (Array.isArray(value) ? value : [value]) as (Readonly<Record<string, unknown>> | null)[];

/** The fields of some selection sets by response key, as far as `@skip` and `@include` leave them in where they count. */
export function collect(
  sets: Sets,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Variables,
  conditions = true,
): ReadonlyMap<string, readonly FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      const left = (selection.directives ?? []).every(({ name, arguments: given }) => {
        const test = given?.[0] && valueFromASTUntyped(given[0].value, variables);
        return name.value === 'skip' ? test !== true : test !== false;
      });
      if (!left && conditions) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment) visit(fragment.selectionSet);
      } else {
        const key = (selection.alias ?? selection.name).value;
        const nodes = found.get(key);
        if (nodes) nodes.push(selection);
        else found.set(key, [selection]);
      }
    }
  };
  sets.forEach(visit);
  return found;
}
