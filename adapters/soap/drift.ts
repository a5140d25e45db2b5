import { describeContract, type ContractDescription, type Said } from './describe';
import { readDocuments, type DocumentReader } from './documents';
import { fileDocuments } from './file-documents';

/** One difference between the contract that we hold and the one that is served. */
export interface Drift {
  /** An operation's name, or a place such as `consulterPersonnesResponse/personne/langue`. */
  readonly place: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** One sentence. */
  readonly says: string;
}

/**
 * Holds a vendored contract against the one that its service serves.
 *
 * @param location of the served one.
 * @throws {Error} one of the two cannot be read.
 */
export async function contractDrift(
  wsdlPath: string,
  location: string,
  served: DocumentReader,
): Promise<Drift[]> {
  const ours = describeContract(await readDocuments(wsdlPath, fileDocuments));
  return compare(ours, describeContract(await readDocuments(location, served)));
}

function compare(ours: ContractDescription, theirs: ContractDescription): Drift[] {
  const operations = differences(ours.operations, theirs.operations, (before, now) =>
    before === now ? [] : [`was ${before}, is ${now}`],
  ).map(({ place, ...drift }) => ({ place, ...drift, says: `operation ${place}: ${drift.says}` }));
  const gone = new Set<string>();
  const places = differences(ours.places, theirs.places, changes)
    // Of what came or went as a whole, the outermost element is enough.
    .filter(({ place, kind }) => {
      if (kind !== 'changed') gone.add(place);
      return kind === 'changed' || !gone.has(place.slice(0, place.lastIndexOf('/')));
    })
    .map(({ place, ...drift }) => ({ place, ...drift, says: `${place}: ${drift.says}` }));
  return [...operations, ...places];
}

function differences<T extends string | Said>(
  ours: ReadonlyMap<string, T>,
  theirs: ReadonlyMap<string, T>,
  changesOf: (before: T, now: T) => readonly string[],
): Drift[] {
  const found: Drift[] = [];
  for (const [place, before] of ours) {
    const now = theirs.get(place);
    if (now === undefined) found.push({ place, kind: 'removed', says: 'is no longer there' });
    else for (const says of changesOf(before, now)) found.push({ place, kind: 'changed', says });
  }
  for (const [place, now] of theirs) {
    if (!ours.has(place)) found.push({ place, kind: 'added', says: `is new${described(now)}` });
  }
  return found;
}

const described = (now: string | Said): string =>
  typeof now === 'string' ? '' : `: ${now.type}, ${now.occurs}`;

function changes(before: Said, now: Said): string[] {
  const lost = before.values.filter((value) => !now.values.includes(value));
  const gained = now.values.filter((value) => !before.values.includes(value));
  return [
    ...(before.type === now.type ? [] : [`was ${before.type}, is ${now.type}`]),
    ...(before.occurs === now.occurs ? [] : [`stood ${before.occurs} times, stands ${now.occurs} times`]),
    ...(before.nillable === now.nillable ? [] : [now.nillable ? 'may now be nil' : 'may no longer be nil']),
    ...(gained.length === 0 ? [] : [`has new values: ${gained.join(', ')}`]),
    ...(lost.length === 0 ? [] : [`has lost values: ${lost.join(', ')}`]),
  ];
}
