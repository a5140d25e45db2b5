import { type GraphQLSchema, isRequiredArgument } from 'graphql';

/** Nothing is pushed by a subgraph: it says how far things have come (`ChangeReader`), and the gateway follows. */
function nothingIsPushed(): never {
  throw new Error('a subgraph pushes no events');
}

/** The library wants to know by whom events are pushed, and from where. */
export const drivenByMarks = { subscribe: nothingIsPushed };
export const noEvents = { publish: nothingIsPushed, subscribe: nothingIsPushed };

const ENDING = 'Changed';

/** @returns the field of `Query` that answers each event of a subscription field; `undefined` where none can. */
export const answeringField = (field: string): string | undefined =>
  field.endsWith(ENDING) && field.length > ENDING.length ? field.slice(0, -ENDING.length) : undefined;

/**
 * What is wrong with a subgraph's subscription fields, a line each: each event of `xChanged` is answered by the query
 * `x`, so that must be a field of the same type with the same required argument, which is the key of what is followed.
 */
export function subscriptionProblems(subgraph: string, schema: GraphQLSchema): string[] {
  const queries = schema.getQueryType()?.getFields() ?? {};
  return Object.values(schema.getSubscriptionType()?.getFields() ?? {}).flatMap(({ name, args, type }) => {
    const say = (problem: string): string[] => [`${subgraph}: Subscription.${name}: ${problem}`];
    const asked = answeringField(name) ?? '';
    const query = queries[asked];
    if (!query)
      return say(`is not named after a field of Query: there is no "${asked}" that "${name}" follows`);
    if (String(query.type) !== String(type)) return say(`is not of the type of Query.${asked}`);
    const [key, ...others] = args;
    if (!key || others.length > 0 || !isRequiredArgument(key)) return say('must have one required argument');
    const given = query.args.find((each) => each.name === key.name);
    const isSame = String(given?.type) === String(key.type);
    const needsMore = query.args.some((each) => each !== given && isRequiredArgument(each));
    return isSame && !needsMore ? [] : say(`does not have the required arguments of Query.${asked}`);
  });
}
