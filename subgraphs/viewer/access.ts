import { buildASTSchema, type GraphQLSchema, isInputObjectType, parse } from 'graphql';
import { classifySchema } from '../../schema/contract/classification';
import { type Reach, reachOf } from '../../schema/contract/reach';
import { type Caller, isPartner } from '../../schema/kernel/caller';
import { compile } from '../../schema/policy/compile';
import type { Decision, Look, Policy } from '../../schema/policy/types';
import { createBoundedCache } from '../shared/bounded-cache';
import { type Access, AccessDecision } from './viewer.type';

/** What the rules say to a caller about one place of the graph. */
export type AccessOf = (coordinate: string, caller: Caller) => Access;

/** How many kinds of callers are remembered at once. */
const AUDIENCES_MAX = 100;

/** Stands where the name of a mask does, for values that a pseudonym replaces. */
const PSEUDONYM = 'pseudonym';

/**
 * Reads out of the compiled rules what the gateway and the subgraphs will decide.
 *
 * What is not there and what no rule speaks of read alike; to a partner, everything denied reads as not there.
 *
 * @param supergraph its text, with the classification of every subgraph.
 */
export function createAccessOf(supergraph: string, policy: Policy): AccessOf {
  const schema = buildASTSchema(parse(supergraph), { assumeValidSDL: true });
  const table = compile(classifySchema(schema), policy);
  const becauseOf = new Map([...policy.rules, ...policy.actions].map(({ id, because }) => [id, because]));
  const reaches = createBoundedCache<Reach>({ entries: AUDIENCES_MAX });
  const reachFor = (caller: Caller): Reach => {
    const key = table.grantsKey(caller);
    let reach = reaches.get(key);
    if (!reach) reaches.set(key, (reach = reachOf(schema, table, caller)));
    return reach;
  };

  return (coordinate, caller) => {
    const look = table.classification.has(coordinate) ? table.look(coordinate, caller) : undefined;
    const { coordinates } = reachFor(caller);
    const isReached = coordinates.has(coordinate);
    const isSent = !look || isGiven(schema, coordinate); // Values of enums are sent, too, and have no rule of their own.
    const mask = isSent ? null : maskOf(look);
    const told = isReached ? expected(mask, !isSent && look.kind === 'CONDITIONAL') : DENIED;
    const rule = look && (isReached || !isPartner(caller)) ? decidingRule(look, told.decision) : '-';
    return { coordinate, ...told, because: becauseOf.get(rule) ?? null };
  };
}

type Told = Pick<Access, 'decision' | 'mask'>;

const DENIED: Told = { decision: AccessDecision.DENIED, mask: null };

function expected(mask: string | null, depends: boolean): Told {
  if (depends) return { decision: AccessDecision.CONDITIONAL, mask };
  return { decision: mask === null ? AccessDecision.ALLOW : AccessDecision.MASKED, mask };
}

/** Whether a coordinate names what a client sends: an argument or an input field. */
const isGiven = (schema: GraphQLSchema, coordinate: string): boolean =>
  coordinate.endsWith(':)') ||
  isInputObjectType(schema.getType(coordinate.slice(0, coordinate.indexOf('.'))));

const outcomes = (look: Look): readonly Decision[] =>
  look.kind === 'CONDITIONAL' ? look.possible : [look.decision];

/** The transform of whatever may be shown; none where it may be shown as it is, or in two ways. */
function maskOf(look: Look): string | null {
  const shown = outcomes(look).filter(({ effect }) => effect !== 'DENY');
  const names = new Set(
    shown.map(({ effect, mask }) => (effect === 'PSEUDONYMISE' ? PSEUDONYM : (mask ?? null))),
  );
  const [name] = names;
  return names.size === 1 && name !== undefined ? name : null;
}

function decidingRule(look: Look, decision: AccessDecision): string {
  const isDenial = decision === AccessDecision.DENIED;
  return outcomes(look).find(({ effect }) => (effect === 'DENY') === isDenial)?.rule ?? '-';
}
