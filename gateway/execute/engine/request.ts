import type { FetchNode } from '@apollo/query-planner';
import { type GraphQLSchema, Kind, parse, type SelectionSetNode } from 'graphql';
import { type Asked, failedAnswer, soundAnswer, unheardAnswer } from '../failure';
import { type FetchedAnswer, REPEATED } from '../repeated-json/answer';
import { combine, type CombinedText, type PartNames, SINGLE } from './combine';
import type { Execution, Step } from './execution';
import { type JsonObject, own, put } from './json';
import { compilePart, type Part, type Visit } from './part';
import type { PlannedFetch } from './planned';

/** A part that has something to ask. */
interface Asking {
  readonly part: Part;
  readonly names: PartNames;
  readonly visit: Visit;
}

/**
 * Compiles fetches that travel together into one request. Its text is written once; parts that have nothing to ask send
 * an empty list along, and a request without any question is not sent.
 */
export function compileRequest(
  fetches: readonly PlannedFetch[],
  supergraph: GraphQLSchema,
  shares: (fetch: PlannedFetch) => boolean,
): Step {
  const parts = distinct(fetches).map((same) =>
    compilePart(
      same.node,
      same.fetches.map(({ path }) => path),
      supergraph,
      same.fetches.every(shares),
    ),
  );
  const [first] = parts;
  if (!first) return async () => undefined;
  const { serviceName, requires, operation } = first.node;
  const texts = parts.map(({ node }) => combine([node]));
  const all = combine(parts.map(({ node }) => node));
  const rootKeys = requires ? [] : rootKeysOf(operation);

  const ask = async (
    { fetch, variables: given, isLeft }: Execution,
    asking: readonly Asking[],
    { names, variableNames, ...text }: CombinedText,
  ): Promise<FetchedAnswer> => {
    const variables = pickVariables(given, variableNames);
    if (requires) for (const { variable } of names) variables[variable] = [];
    for (const { visit, names: own } of asking)
      if (visit.representations) variables[own.variable] = visit.representations;
    const asked = (): readonly Asked[] =>
      requires
        ? asking.map(({ names: { key }, visit }) => ({ key, entities: visit.representations?.length ?? 0 }))
        : rootKeys.map((key) => ({ key }));
    try {
      return soundAnswer(serviceName, asked(), await fetch(serviceName, { ...text, variables }));
    } catch (cause) {
      return isLeft() ? unheardAnswer(cause) : failedAnswer(asked(), cause);
    }
  };
  const askAlone = async (execution: Execution, each: Asking): Promise<void> => {
    const alone = [{ ...each, names: SINGLE }];
    receive(alone, await ask(execution, alone, texts[parts.indexOf(each.part)] ?? all));
  };

  return async (execution) => {
    const asking: Asking[] = [];
    parts.forEach((part, index) => {
      const visit = part.visit(execution);
      if (visit) asking.push({ part, visit, names: all.names[index] ?? SINGLE });
    });
    const [one] = asking;
    if (!one) return;
    if (asking.length === 1) return askAlone(execution, one);
    const answer = await ask(execution, asking, all);
    // One part's failure may have taken the others' answers with it.
    const lost = answer.data ? [] : asking.filter((each) => errorsOf(answer, each).length === 0);
    receive(
      asking.filter((each) => !lost.includes(each)),
      answer,
    );
    await Promise.all(lost.map((each) => askAlone(execution, each)));
  };
}

/** Hands each part what was said to it. What belongs to none is told to the first. */
function receive(asking: readonly Asking[], answer: FetchedAnswer): void {
  const { data, errors = [] } = answer;
  const keys = new Set(asking.map(({ names }) => names.key));
  asking.forEach((each, index) => {
    const { part, names, visit } = each;
    const entities = part.node.requires !== undefined;
    const others = entities ? errors.filter(({ path }) => !keys.has(String(path?.[0]))) : errors;
    visit.receive({
      data: (entities ? data?.[names.key] : data) ?? null,
      errors: entities ? [...errorsOf(answer, each), ...(index === 0 ? others : [])] : others,
      repeated: answer[REPEATED],
    });
  });
}

const errorsOf = ({ errors = [] }: FetchedAnswer, { names }: Asking): FetchedAnswer['errors'] & object =>
  errors.filter(({ path }) => path?.[0] === names.key);

/** Fetches that say the same, at whatever places, are one. */
function distinct(fetches: readonly PlannedFetch[]): { node: FetchNode; fetches: PlannedFetch[] }[] {
  const byText = new Map<string, { node: FetchNode; fetches: PlannedFetch[] }>();
  for (const fetch of fetches) {
    const { operation, operationName = '', requires, inputRewrites, outputRewrites } = fetch.node;
    const text = requires ? operation.replace(operationName, '') : '';
    const key = JSON.stringify([text, requires, inputRewrites, outputRewrites]);
    const same = byText.get(key);
    if (same) same.fetches.push(fetch);
    else byText.set(key, { node: fetch.node, fetches: [fetch] });
  }
  return [...byText.values()];
}

/** The client's values for the variables that a text uses. */
function pickVariables(given: Readonly<JsonObject>, names: readonly string[]): JsonObject {
  const picked: JsonObject = {};
  for (const name of names) {
    const value = own(given, name);
    if (value !== undefined) put(picked, name, value);
  }
  return picked;
}

/** Response keys of the root fields; the planner spreads no fragments there. */
function rootKeysOf(operation: string): readonly string[] {
  const keysOf = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value];
      return selection.kind === Kind.INLINE_FRAGMENT ? keysOf(selection.selectionSet) : [];
    });
  const definition = parse(operation, { noLocation: true }).definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  );
  return definition?.kind === Kind.OPERATION_DEFINITION ? [...new Set(keysOf(definition.selectionSet))] : [];
}
