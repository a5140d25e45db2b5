import { type ASTVisitor, GraphQLError, Kind, type ValidationContext, type ValidationRule } from 'graphql';
import { HubError } from '../../schema/kernel/errors';
import { measure, type Measure } from './measure';

/** How large an operation may be. */
export interface Limits {
  /** Words and signs of the text. */
  readonly tokens: number;
  /** See `Measure`. */
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly repeats: number;
  /** Values that one operation may make the hub look up, see `costOf`. */
  readonly cost: number;
  /** Bytes of a request's body, once uncompressed. */
  readonly bodyBytes: number;
}

/** Four times what the hub's own pages and the introspection of GraphiQL need. */
export const DEFAULT_LIMITS: Limits = {
  tokens: 6_000,
  depth: 20,
  fields: 3_000,
  aliases: 200,
  repeats: 30,
  cost: 25_000,
  bodyBytes: 256_000,
};

const SENTENCES: Readonly<Record<keyof Limits, string>> = {
  tokens: 'The operation has too many tokens.',
  depth: 'The operation is nested too deeply.',
  fields: 'The operation selects too many fields.',
  aliases: 'The operation has too many aliases.',
  repeats: 'The operation repeats the same selection too often.',
  cost: 'The operation asks for too many values at once: ask for shorter pages.',
  bodyBytes: 'The request body is too large.',
};

/** An operation that passes a limit. Says which one, not how far it is. */
export function tooLarge(limit: keyof Limits): HubError {
  return new HubError('OPERATION_TOO_LARGE', SENTENCES[limit], { limit });
}

/** Refuses a document in which any operation is too large. Looks at each fragment once, before anything costly does. */
export function limitsRule(limits: Limits): ValidationRule {
  return (context: ValidationContext): ASTVisitor => ({
    Document(document) {
      for (const operation of document.definitions) {
        if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
        const exceeded = firstExceeded(measure(document, operation), limits);
        if (!exceeded) continue;
        const originalError = tooLarge(exceeded);
        context.reportError(new GraphQLError(originalError.message, { originalError }));
        return false;
      }
      return undefined;
    },
  });
}

function firstExceeded(size: Measure, limits: Limits): keyof Measure | undefined {
  return (Object.keys(size) as (keyof Measure)[]).find((each) => size[each] > limits[each]);
}

/** Refuses `@defer` and `@stream` with a sentence of its own: to the schema they are merely unknown. */
export const noIncrementalRule: ValidationRule = (context) => ({
  Directive(node) {
    const name = node.name.value;
    if (name !== 'defer' && name !== 'stream') return;
    context.reportError(
      new GraphQLError(`@${name} is not supported: the answer comes in one piece.`, { nodes: node }),
    );
  },
});
