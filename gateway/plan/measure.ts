import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** The size of an operation as it stands, its fragments counted wherever they are spread. */
export interface Measure {
  /** The longest way from a root field to a leaf, in fields. */
  readonly depth: number;
  /** Fields selected. */
  readonly fields: number;
  /** Fields that carry an alias. */
  readonly aliases: number;
  /** The most often that one response key is selected again within one selection set: their comparison is quadratic. */
  readonly repeats: number;
}

const NOTHING: Measure = { depth: 0, fields: 0, aliases: 0, repeats: 0 };

/**
 * Measures one operation. Every fragment is looked at once, so that fragments which spread fragments cost nothing
 * extra; a fragment that spreads itself counts as empty, and validation refuses it.
 */
export function measure(document: DocumentNode, operation: OperationDefinitionNode): Measure {
  const fragments = fragmentsOf(document);
  const measured = new Map<string, Measure>();

  const ofFragment = (name: string): Measure => {
    let result = measured.get(name);
    if (!result) {
      measured.set(name, NOTHING);
      const fragment = fragments.get(name);
      result = fragment ? ofSelections(fragment.selectionSet) : NOTHING;
      measured.set(name, result);
    }
    return result;
  };
  const ofSelections = ({ selections }: SelectionSetNode): Measure => {
    let { depth, fields, aliases, repeats } = NOTHING;
    const keys = new Map<string, number>();
    const add = (other: Measure, under: number): void => {
      depth = Math.max(depth, other.depth + under);
      fields += other.fields + under;
      aliases += other.aliases;
      repeats = Math.max(repeats, other.repeats);
    };
    for (const selection of selections) {
      let key: string;
      if (selection.kind === Kind.FIELD) {
        key = (selection.alias ?? selection.name).value;
        if (selection.alias) aliases += 1;
        add(selection.selectionSet ? ofSelections(selection.selectionSet) : NOTHING, 1);
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        key = `...${selection.name.value}`;
        add(ofFragment(selection.name.value), 0);
      } else {
        key = '... on';
        add(ofSelections(selection.selectionSet), 0);
      }
      const count = (keys.get(key) ?? 0) + 1;
      keys.set(key, count);
      repeats = Math.max(repeats, count);
    }
    return { depth, fields, aliases, repeats };
  };
  return ofSelections(operation.selectionSet);
}

/** @returns the document's fragments by name. */
export function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}
