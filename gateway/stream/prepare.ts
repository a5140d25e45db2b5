import { getOperationAST, GraphQLError } from 'graphql';
import type { Caller } from '../../schema/kernel/caller';
import { HubError } from '../../schema/kernel/errors';
import type { AccessTable } from '../../schema/policy/compile';
import type { Parameters, SentParameters } from '../http/parameters';
import { openTextOnly } from '../persisted/open-operation';
import type { Stages } from '../pipeline';
import { type Following, followingOf } from './as-query';
import type { FollowedField } from './fields';

/** What a subscription turned out to be: something to follow, or why it is not. */
export type Prepared =
  | {
      readonly following: Following;
      /** The query that answers each event. */
      readonly parameters: Parameters;
      readonly errors?: never;
    }
  | { readonly errors: readonly Error[] };

/** Reads and validates a subscription by what exists for the caller, and makes the query that answers its events. */
export type Prepare = (sent: SentParameters, caller: Caller) => Prepared;

/** @param table absent where there are no rules. */
export function createPrepare(
  stages: Pick<Stages, 'open' | 'read' | 'schema'>,
  fields: ReadonlyMap<string, FollowedField>,
  table: AccessTable | undefined,
): Prepare {
  return (sent, caller) => {
    const { parameters, keep } = (stages.open ?? openTextOnly)(sent, caller);
    const { document, errors } = stages.read(parameters.query, caller);
    if (!document) return { errors };
    keep?.(document);
    const { operationName, variables } = parameters;
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== 'subscription') return { errors: [notOne('Here are subscriptions only.')] };
    const following = followingOf(stages.schema, document, operation, variables, fields);
    if (!following) return { errors: [notOne('This subscription is not one that can be followed here.')] };
    if (table?.look(`Subscription.${following.field.name}`, caller).kind === 'ALWAYS_DENY') {
      return { errors: [new HubError('OPERATION_ACCESS_DENIED', DENIED)] };
    }
    return { following, parameters: { query: following.query, operationName, variables } };
  };
}

const notOne = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });

const DENIED = 'This operation asks for data that is not accessible to you.';
