/** What a value of a legacy contract becomes. Decimals, times and numbers beyond `Int` stay text: nothing is lost. */
export type ScalarKind = 'text' | 'int' | 'float' | 'boolean' | 'date' | 'dateTime';

/** One field of a type that is being written. */
export interface FieldModel {
  /** The legacy's own name: an element, `@attribute`, `#text`, or a column. */
  readonly legacy: string;
  /** The graph's name. */
  readonly name: string;
  /** A sentence for the graph. */
  readonly description: string;
  readonly many: boolean;
  /** The contract promises it, and never nil. */
  readonly required: boolean;
  readonly type: ScalarKind | ObjectModel;
}

/** One object type that is being written. */
export interface ObjectModel {
  /** e.g. `OrderLine`. */
  readonly name: string;
  /** The legacy's own name of it. */
  readonly legacy: string;
  readonly description: string;
  readonly fields: readonly FieldModel[];
}

/** One file that is written: its path from the repository's root, and its text. */
export type Files = Map<string, string>;

/** What is told to whoever imports: what was left out, and why. */
export type Notes = string[];

/** What the graph and the folders have already. */
export interface Surroundings {
  /** Names of types. */
  readonly types: ReadonlySet<string>;
  /** Names of fields of `Query`. */
  readonly queries: ReadonlySet<string>;
  /** Names of subgraphs. */
  readonly subgraphs: ReadonlySet<string>;
  /** Ports of subgraphs. */
  readonly ports: ReadonlySet<number>;
}

/** @returns the object types that can be reached from these, each once, what an object is made of before it. */
export function reachable(roots: readonly ObjectModel[]): readonly ObjectModel[] {
  const found: ObjectModel[] = [];
  const seen = new Set<ObjectModel>();
  const visit = (object: ObjectModel): void => {
    if (seen.has(object)) return;
    seen.add(object);
    for (const { type } of object.fields) if (typeof type === 'object') visit(type);
    found.push(object);
  };
  roots.forEach(visit);
  return found;
}

/**
 * Which types share a file: those that are made of each other. Files that import each other would be a circle.
 *
 * @returns for each type the types of its file, itself included, in order; the first names the file.
 */
export function fileGroups(
  objects: readonly ObjectModel[],
): ReadonlyMap<ObjectModel, readonly ObjectModel[]> {
  const reach = new Map(objects.map((object) => [object, new Set(reachable([object]))]));
  return new Map(
    objects.map((object) => [
      object,
      objects.filter(
        (other) => other === object || (reach.get(object)?.has(other) && reach.get(other)?.has(object)),
      ),
    ]),
  );
}
