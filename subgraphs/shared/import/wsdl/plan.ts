import { createNames, camel, pascal } from '../names';
import type { Notes, Surroundings } from '../model';
import { sentence } from '../text';
import { createObjects, type WsdlField, type WsdlObject } from './objects';
import { readService, type SoapPort, type WsdlOperation } from './operations';
import { createSchemas } from './schema';
import type { ContractDocuments } from './xml';

/** What whoever imports chose. */
export interface WsdlChoices {
  /** The subgraph's name. */
  readonly name: string;
  /** Operations to take; those that look like reading where none is named. */
  readonly operations: readonly string[];
  /** `Operation:Key`: what finds one thing by its key; guessed where none is named. */
  readonly entities: readonly string[];
}

/** How the thing that an operation answers is reached from the answer, and whether there are many of it. */
export interface Target {
  /** Elements to go down, e.g. `GetOrderResult`, `Order`; the last one may stand more than once. */
  readonly steps: readonly WsdlField[];
  readonly many: boolean;
  readonly object: WsdlObject;
}

/** One question of the graph. */
export interface PlannedQuery {
  readonly operation: WsdlOperation;
  /** The field of `Query`, and what its files are called. */
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly WsdlField[];
  readonly target: Target;
}

/** A thing with a key, and the operation that finds it. */
export interface PlannedEntity {
  readonly operation: WsdlOperation;
  /** The request's element, and the thing's own field that holds the same. */
  readonly asked: WsdlField;
  readonly key: WsdlField;
  readonly target: Target;
  /** The fields of `Query`: by the graph's key and by the legacy's. */
  readonly byId: string;
  readonly byKey: string;
}

/** All that is written for one contract. */
export interface WsdlPlan {
  readonly name: string;
  readonly service: { readonly name: string; readonly description: string };
  /** The bank's own header, `contexteAppel`, is asked for. */
  readonly bank: boolean;
  readonly queries: readonly PlannedQuery[];
  readonly entities: readonly PlannedEntity[];
}

const READS =
  /^(get|find|read|list|search|query|retrieve|lookup|look|fetch|load|show|inquire|check|count|consulter|consult|rechercher|recherche|lire|obtenir|lister|trouver|chercher|recuperer|interroger)/i;

/** @throws {Error} with a sentence: an operation or a key that the contract does not have, or nothing to ask. */
export function planWsdl(
  documents: ContractDocuments,
  ports: readonly SoapPort[],
  choices: WsdlChoices,
  surroundings: Surroundings,
  notes: Notes,
): WsdlPlan {
  const schemas = createSchemas(documents);
  const service = readService(documents, ports, schemas, (line) => notes.push(line));
  const freeType = createNames(takenTypes(surroundings), choices.name);
  const freeQuery = createNames(surroundings.queries, choices.name);
  const { fieldsOf } = createObjects(schemas, freeType);

  const targetOf = ({ name, output }: WsdlOperation): Target => {
    const steps: WsdlField[] = [];
    let fields = fieldsOf(output.members);
    for (;;) {
      const [only, ...others] = fields;
      if (!only || others.length > 0 || typeof only.type !== 'object') break;
      steps.push(only);
      const [inner, ...further] = only.type.fields;
      const isWrapper = !only.many && inner?.many && further.length === 0 && typeof inner.type === 'object';
      if (!isWrapper) return { steps, many: only.many, object: only.type };
      fields = only.type.fields;
    }
    const answer = { name: freeType(`${pascal(name)}Answer`), legacy: output.element, fields };
    return { steps: [], many: false, object: { ...answer, description: `What \`${name}\` answers.` } };
  };

  const chosen = choose(service.operations, choices, notes);
  const entities: PlannedEntity[] = [];
  const queries: PlannedQuery[] = [];
  for (const operation of chosen) {
    const inputs = fieldsOf(operation.input.members);
    const target = targetOf(operation);
    if (target.object.fields.length === 0) {
      notes.push(`${operation.name} is left out: there is nothing in its answer that can be read by name.`);
      continue;
    }
    const named = choices.entities.find((each) => each.split(':', 1)[0] === operation.name)?.split(':')[1];
    const found = keyOf(inputs, target, named);
    if (named !== undefined && !found) throw new Error(`--entity ${operation.name}:${named}: ${NO_KEY}`);
    const isKnown = entities.some((each) => each.target.object === target.object);
    if (found && !isKnown && (named !== undefined || choices.entities.length === 0)) {
      const byId = freeQuery(camel(target.object.name));
      const byKey = freeQuery(`${camel(target.object.name)}By${pascal(found.key.name)}`);
      entities.push({ operation, target, byId, byKey, ...found });
    } else {
      const description = sentence(
        operation.documentation,
        `What the operation \`${operation.name}\` answers.`,
      );
      queries.push({ operation, name: freeQuery(camel(operation.name)), description, inputs, target });
    }
  }
  if (entities.length + queries.length === 0)
    throw new Error('The contract has no operation to ask. ' + CHOOSE);
  return {
    name: choices.name,
    service: {
      name: service.name,
      description: sentence(service.documentation, `The service ${service.name}.`),
    },
    bank: schemas.find('element', { namespace: CONTEXT, local: 'contexteAppel' }) !== undefined,
    queries,
    entities,
  };
}

/** An object may be asked for as well as answered: its name and the same with `Input` go together. */
const takenTypes = ({ types }: Surroundings): readonly string[] => [
  ...[...types].flatMap((type) => [type, type.replace(/(?<=.)Input$/, '')]),
  ...RESERVED,
];

const CONTEXT = 'http://socle.banque.example/contexte/v1';

/** Names that the written files use for something else. */
const RESERVED = [
  ...[
    'Arg',
    'Args',
    'ArgsType',
    'Body',
    'Ctx',
    'DataLoader',
    'Date',
    'Directive',
    'Error',
    'Field',
    'FieldResolver',
  ],
  ...[
    'InputType',
    'Int',
    'Map',
    'NotFound',
    'NotPersonal',
    'Object',
    'ObjectType',
    'Personal',
    'Promise',
    'Record',
  ],
  ...[
    'Resolver',
    'Root',
    'RowFacts',
    'RowGate',
    'Set',
    'SoapCall',
    'SoapElement',
    'Unclassified',
    'Subscription',
  ],
];

const CHOOSE = 'Operations that do not look like reading are taken when named: --operation NAME.';
const NO_KEY =
  'the request needs that one simple element and nothing else, and what it answers must hold the same, always.';

/** What finds one thing: the only thing asked for, which the answer holds as well. */
function keyOf(
  inputs: readonly WsdlField[],
  target: Target,
  named: string | undefined,
): { asked: WsdlField; key: WsdlField } | undefined {
  const plain = (name: string): string => name.replace(/^@/, '').toLowerCase();
  const needed = inputs.filter(({ required, many }) => required || many);
  const [first, ...others] = needed.length > 0 ? needed : inputs;
  const asked = named === undefined ? first : inputs.find(({ legacy }) => plain(legacy) === plain(named));
  if (!asked || (others.length > 0 && named === undefined) || needed.some((each) => each !== asked))
    return undefined;
  const key = target.object.fields.find(({ legacy }) => plain(legacy) === plain(asked.legacy));
  const isPlain = (field: WsdlField): boolean => field.type === 'text' || field.type === 'int';
  if (!key?.required || !isPlain(key) || !isPlain(asked) || asked.many !== target.many) return undefined;
  // A key is a text, whatever it is made of.
  const asText = { ...key, type: 'text' } as const;
  target.object.fields.splice(target.object.fields.indexOf(key), 1, asText);
  return { asked: { ...asked, type: 'text' }, key: asText };
}

function choose(
  operations: readonly WsdlOperation[],
  choices: WsdlChoices,
  notes: Notes,
): readonly WsdlOperation[] {
  const wanted = [...choices.operations, ...choices.entities.map((each) => each.split(':', 1)[0] ?? '')];
  const unknown = wanted.filter((name) => operations.every((each) => each.name !== name));
  if (unknown.length > 0) {
    const known = operations.map(({ name }) => name).join(', ');
    throw new Error(`The contract has no operation ${unknown.join(', ')}. It has: ${known || 'none'}.`);
  }
  const isChosen = ({ name }: WsdlOperation): boolean =>
    wanted.includes(name) || (choices.operations.length === 0 && READS.test(name));
  const left = operations.filter((each) => !isChosen(each)).map(({ name }) => name);
  if (left.length > 0) notes.push(`Left out: ${left.join(', ')}. ${CHOOSE}`);
  return operations.filter(isChosen);
}
