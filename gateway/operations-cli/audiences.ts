import { ANONYMOUS } from '../../schema/kernel/caller';
import { NOBODY } from '../auth/anonymous';
import type { Desk } from '../policy-cli/desk';
import { findPurpose, findWho, type Who } from '../policy-cli/who';
import type { Audience, CheckedGraph } from './check';

/** For whom a client's operations are read. */
export interface AskedAudience {
  readonly client: string;
  /** An actor's name, or `role:` and a role's. */
  readonly as: string | undefined;
  readonly purpose: string | undefined;
}

/**
 * Finds who uses a client: who is named, else the actors who are given its tokens, else nobody in particular.
 *
 * @param desk absent where there are no access rules.
 * @throws {UsageError} naming who was probably meant.
 */
export function audiencesOf(
  { client, as, purpose }: AskedAudience,
  graph: CheckedGraph,
  desk: Desk | undefined,
): readonly Audience[] {
  const everything = [{ name: 'whoever may ask for anything', schema: graph.whole }];
  if (!desk) return everything;
  if (client === ANONYMOUS) {
    return NOBODY.purposes.map((each) => ({
      name: `who shows no token for ${each}`,
      schema: graph.readBy({ ...NOBODY, subject: ANONYMOUS, purpose: each }),
    }));
  }
  const users = desk.actors.filter(({ clientId }) => clientId === client).map(({ name }) => name);
  const asked = as === undefined ? users : [as];
  const found = asked.flatMap((name) => {
    const who = findWho(desk, name);
    const purposes = purpose === undefined ? who.purposes : [findPurpose(desk, who, purpose)];
    return purposes.map((each) => audienceOf(who, each, graph));
  });
  return found.length > 0 ? found : everything;
}

const audienceOf = ({ name, caller }: Who, purpose: string, { readBy }: CheckedGraph): Audience => ({
  name: `${name} for ${purpose}`,
  schema: readBy(caller(purpose)),
});
