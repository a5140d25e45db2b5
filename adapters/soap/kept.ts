import type { SoapOperation } from './contract';
import { onlyPaths, type Shape } from './shape';

/** What tells whether an answer is one: read by the adapter itself. */
const RETURN_CODE = ['codeRetour', 'codeErreur'];

/**
 * The answering envelope with only what a call keeps of it.
 *
 * @param keep as in `SoapCall`; everything where it is not given.
 * @throws {TypeError} a path that the contract does not have.
 */
export function keptEnvelope(
  { answer, envelope }: SoapOperation,
  keep: readonly string[] | undefined,
): Shape {
  if (!keep) return envelope;
  const declared = childOf(childOf(childOf(envelope, 'Envelope'), 'Body'), answer);
  const always = RETURN_CODE.filter((name) => declared?.children.has(name));
  const paths = [...always, ...keep].map((path) => `Envelope/Body/${answer}/${path}`);
  return onlyPaths(envelope, ['Envelope/Body/Fault', ...paths]);
}

const childOf = (shape: Shape | undefined, name: string): Shape | undefined =>
  shape?.children.get(name)?.shape;
