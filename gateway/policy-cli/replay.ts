import { type DocumentNode, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { z } from 'zod';
import type { Caller } from '../../schema/kernel/caller';
import { UsageError } from '../command-line';
import type { Desk } from './desk';
import type { Graph } from './graph';
import { nobodyInParticular } from './situations';
import { findPurpose, findWho } from './who';

/** An operation as it was recorded: who asked what, what for. No values. */
export interface Recorded {
  /** The record's own id, or its line. */
  readonly id: string;
  readonly who: string;
  readonly caller: Caller;
  readonly coordinates: readonly string[];
  readonly document?: DocumentNode;
  readonly operationName?: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const shape = z
  .strictObject({
    id: z.string().optional(),
    actor: z.string().optional(),
    grants: z
      .strictObject({
        roles: z.array(z.string()).min(1),
        scopes: z.array(z.string()).default([]),
        clientId: z.string().optional(),
      })
      .optional(),
    purpose: z.string().optional(),
    coordinates: z.array(z.string()).min(1).optional(),
    document: z.string().optional(),
    operationName: z.string().optional(),
    variables: z.record(z.string(), z.unknown()).default({}),
  })
  .refine(
    ({ actor, grants }) => (actor === undefined) !== (grants === undefined),
    'name an actor or give grants',
  )
  .refine(
    ({ coordinates, document }) => (coordinates === undefined) !== (document === undefined),
    'give coordinates or a document',
  );

/**
 * Reads recorded operations.
 *
 * @param text one JSON object a line: `{actor | grants, purpose, coordinates | document}`.
 * @throws {UsageError} naming the line that is not one.
 */
export function readReplay(desk: Desk, text: string, file: string): readonly Recorded[] {
  return text.split('\n').flatMap((line, at): Recorded[] => {
    if (line.trim() === '') return [];
    try {
      return [readRecord(desk, JSON.parse(line), `line ${at + 1}`)];
    } catch (error) {
      throw new UsageError(`${file}:${at + 1}: ${reasonOf(error)}`);
    }
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
  if (error instanceof UsageError) return error.message;
  return error instanceof SyntaxError ? 'not JSON' : 'not an operation of this graph';
}

function readRecord(desk: Desk, json: unknown, line: string): Recorded {
  const {
    id = line,
    actor,
    grants,
    purpose,
    document,
    operationName,
    variables,
    ...given
  } = shape.parse(json);
  const who = actor === undefined ? undefined : findWho(desk, actor);
  const chosen = who ? findPurpose(desk, who, purpose) : (purpose ?? '');
  const { clientId, ...held } = grants ?? { roles: [], scopes: [] };
  const common = {
    id,
    who: who?.title ?? held.roles.join(', '),
    caller:
      who?.caller(chosen) ??
      nobodyInParticular({ ...held, purpose: chosen, ...(clientId !== undefined && { clientId }) }),
    variables,
    ...(operationName !== undefined && { operationName }),
  };
  if (document === undefined) return { ...common, coordinates: given.coordinates ?? [] };
  const parsed = parse(document);
  const problem = validate(desk.graph.schema, parsed)[0];
  if (problem) throw new UsageError('the document is not valid for the contract');
  return { ...common, document: parsed, coordinates: coordinatesOf(desk.graph, parsed) };
}

/** Every field, argument and input field that a document names, once. */
function coordinatesOf({ schema, classification }: Graph, document: DocumentNode): readonly string[] {
  const found = new Set<string>();
  const info = new TypeInfo(schema);
  const add = (coordinate: string): void => void (classification.has(coordinate) && found.add(coordinate));
  const field = (): string => `${info.getParentType()?.name ?? ''}.${info.getFieldDef()?.name ?? ''}`;
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: () => add(field()),
      Argument: ({ name }) => add(`${field()}(${name.value}:)`),
      ObjectField: ({ name }) =>
        add(`${String(info.getParentInputType()).replace(/[[\]!]/g, '')}.${name.value}`),
    }),
  );
  return [...found];
}
