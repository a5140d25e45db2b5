import {
  buildASTSchema,
  getNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isUnionType,
  parse,
} from 'graphql';
import { compile } from '../policy/compile';
import { nobodyWith } from '../policy/data-map';
import type { Classified, Policy } from '../policy/types';
import { classifySchema } from './classification';
import { planWalk } from './walk';

/** The purpose for which data subjects are given their data. */
const DSR = 'dsr_fulfilment';

/** Whether a datum is a data subject's: of the bank's dealings with a customer, not of its staff. */
const isTheirs = ({ category, subject }: Classified): boolean =>
  subject !== 'employee' && (category.startsWith('user.') || subject !== undefined);

/**
 * Personal fields that a data subject would not get (art. 15 GDPR), a line each, naming the coordinate: no way leads to
 * them from the data subject, or nobody may read them to answer a request.
 *
 * @param supergraphSdl the whole graph's text.
 */
export function walkProblemsOf(supergraphSdl: string, policy: Policy): string[] {
  const schema = buildASTSchema(parse(supergraphSdl), { assumeValidSDL: true });
  const table = compile(classifySchema(schema), policy);
  const walk = planWalk(schema, table.classification);
  const { roles, scopes } = policy;
  const callers = roles.map((role) => nobodyWith(role, DSR, [...new Set(scopes.values())]));
  const mayBeRead = (coordinate: string): boolean =>
    callers.some((caller) => table.look(coordinate, caller).kind !== 'ALWAYS_DENY');
  return readable(schema).flatMap((coordinate) => {
    const classified = table.classification.get(coordinate);
    if (!classified || !isTheirs(classified)) return [];
    if (!walk.reached.has(coordinate)) {
      return [
        `${coordinate}: is personal, and no way without arguments leads to it from ${walk.start}: a data subject would not get it`,
      ];
    }
    return mayBeRead(coordinate)
      ? []
      : [`${coordinate}: is personal, and nobody may read it for ${DSR}: a data subject would not get it`];
  });
}

/** Values that queries can read: what a mutation gives back can be read elsewhere too. */
function readable(schema: GraphQLSchema): readonly string[] {
  const coordinates: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const type = schema.getType(name);
    if (isUnionType(type) || isInterfaceType(type)) {
      for (const each of schema.getPossibleTypes(type)) visit(each.name);
    }
    if (!isObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type);
      if (isLeafType(target)) coordinates.push(`${name}.${field.name}`);
      else visit(target.name);
    }
  };
  visit(schema.getQueryType()?.name ?? '');
  return coordinates;
}
