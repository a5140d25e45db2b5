import type { Contract } from './contract';
import type { EnvelopeSpelling } from './envelope';
import type { Answer } from './write';
import type { XmlElement } from './xml';

/** A business refusal: HTTP 200 with a `codeRetour` that is not 00. */
export class Refusal extends Error {
  /**
   * @param codeRetour `04` still carries an answer, `08` none.
   * @param codeErreur the service's stable code, e.g. `PAI0409`.
   */
  constructor(
    readonly codeRetour: '04' | '08',
    readonly codeErreur: string,
    readonly libelle: string,
  ) {
    super(libelle);
    this.name = 'Refusal';
  }
}

/** One operation of a service. */
export interface Operation {
  /** Request elements whose number is the number of keys asked for. */
  readonly keys: readonly string[];
  /** What the contract asks for beside `codeRetour` when there is nothing to answer. */
  readonly nothing?: Answer;
  /**
   * Does the work. `codeRetour` 00 and its label are added where the answer has none.
   *
   * @throws {Refusal}
   */
  answer(request: XmlElement): Answer;
}

/** One imitated service: its contract, its spelling and what it does. */
export interface SoapService {
  /** Where it is mounted, e.g. `/soap/ged`. */
  readonly path: string;
  readonly contract: Contract;
  readonly spelling: EnvelopeSpelling;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Puts one value into an answer that the contract's enumerations do not know. */
  readonly spoil: (answer: Answer) => Answer;
}

/** @returns the whole answer of an operation, refusals included. */
export function answerOf(operation: Operation, request: XmlElement): Answer {
  try {
    return { codeRetour: '00', libelleRetour: 'OK', ...operation.answer(request) };
  } catch (error) {
    if (error instanceof Refusal)
      return refused(operation, error.codeRetour, error.libelle, error.codeErreur);
    throw error;
  }
}

/** @returns an answer that says no. */
export function refused(
  operation: Operation,
  codeRetour: string,
  libelleRetour: string,
  codeErreur?: string,
): Answer {
  return { codeRetour, libelleRetour, codeErreur, ...operation.nothing };
}

/** @returns the answer with `change` made to the first element of its list `list`. */
export function changeFirst(answer: Answer, list: string, change: (first: Answer) => Answer): Answer {
  const found = answer[list];
  if (!Array.isArray(found) || found.length === 0) return answer;
  const [first, ...others] = found as Answer[];
  return first ? { ...answer, [list]: [change(first), ...others] } : answer;
}

/**
 * One page of a list that may go on.
 *
 * @param after the position key that the caller gave back; it names the last element of the page before.
 * @returns the page, and the key for the next one where there is one.
 */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (each: T) => string,
  size: number,
  after: string | undefined,
): { page: readonly T[]; next: string | undefined } {
  const start = after === undefined ? 0 : all.findIndex((each) => keyOf(each) === after) + 1;
  const page = all.slice(start, start + size);
  const last = page.at(-1);
  return { page, next: last !== undefined && start + size < all.length ? keyOf(last) : undefined };
}
