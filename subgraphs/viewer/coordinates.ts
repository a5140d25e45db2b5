import { BadUserInput } from '../../schema/kernel/errors';

/** How many places one question may name. */
const MOST = 1_000;

/** `Type.field`, `Type.field(argument:)`, `Input.field` or `Enum.VALUE`. */
const COORDINATE = /^[A-Za-z_]\w*\.[A-Za-z_]\w*(\([A-Za-z_]\w*:\))?$/;

/**
 * @returns the coordinates as they are.
 * @throws {BadUserInput} too many of them, or one that is none, named by its position.
 */
export function readCoordinates(coordinates: readonly string[]): readonly string[] {
  if (coordinates.length > MOST) throw new BadUserInput('coordinates', `${MOST} at most`);
  const wrong = coordinates.findIndex((each) => !COORDINATE.test(each));
  if (wrong >= 0)
    throw new BadUserInput(`coordinates[${wrong}]`, 'a coordinate such as Account.iban is expected');
  return coordinates;
}
