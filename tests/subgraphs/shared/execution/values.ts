import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { SourceUnavailable } from '../../../../schema/kernel/source-errors';
import { numberOf } from '../../../gateway/engine/chance';

/** What resolvers do: all of it depends on the seed alone. */
export interface Weather {
  readonly seed: number;
  /** Something is wrong with one value in so many; 0 for none. */
  readonly trouble: number;
  /** Whether some values are there later only. */
  readonly later: boolean;
}

/** What a resolver gives for a type: a value, a promise, or something that is wrong. */
export function made(schema: GraphQLSchema, type: GraphQLOutputType, key: string, weather: Weather): unknown {
  const number = numberOf(`${weather.seed} ${key}`);
  if (weather.trouble > 0 && number % weather.trouble === 0) return troubled(number >>> 8, weather);
  const value = plain(schema, type, key, weather);
  return weather.later && (number >>> 4) % 3 === 0 ? after((number >>> 6) % 5, value) : value;
}

async function after(turns: number, value: unknown): Promise<unknown> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  return value;
}

function troubled(number: number, { later }: Weather): unknown {
  switch (number % 7) {
    case 0:
      throw new SourceUnavailable(`system ${number % 5}`);
    case 1:
      return new Error('returned');
    case 2:
      return null;
    case 3:
      return undefined;
    case 4:
      return { unexpected: true };
    case 5:
      return later
        ? after(number % 4, undefined).then(() => Promise.reject(new SourceUnavailable('late')))
        : Number.NaN;
    default:
      // What is thrown need not be an error.
      throw 'a text' as unknown as Error;
  }
}

function plain(schema: GraphQLSchema, type: GraphQLOutputType, key: string, weather: Weather): unknown {
  const number = numberOf(`${weather.seed} ${key} value`);
  if (isNonNullType(type)) return plain(schema, type.ofType, key, weather);
  if (isListType(type)) {
    const items = Array.from({ length: number % 4 }, (_, index) => {
      const item = itemOf(schema, type.ofType, `${key}[${index}]`, weather);
      // Of items that must be there, graphql-js leaves those that are still to come alone when a later one fails at
      // once: nobody would hear of their failures.
      return weather.later && weather.trouble > 0 && isNonNullType(type.ofType) ? after(index, item) : item;
    });
    return number % 5 === 0 ? new Set(items) : items;
  }
  if (isEnumType(type)) return type.getValues()[number % type.getValues().length]?.value;
  if (isScalarType(type)) return scalar(type, number);
  return thing(schema, type, key, weather, number);
}

function itemOf(schema: GraphQLSchema, type: GraphQLOutputType, key: string, weather: Weather): unknown {
  try {
    return made(schema, type, key, weather);
  } catch (error) {
    return error instanceof Error ? error : new Error('no error');
  }
}

const SAMPLES: readonly unknown[] = [
  ...['2026-03-02', '2026-03-02T10:00:00.000Z', '1.20 EUR', 'text', 7, true, 12n],
  ...[new Date(0), { amount: 5n, currency: 'EUR' }, {}],
];

function scalar(type: GraphQLScalarType, number: number): unknown {
  if (type.name === 'Int') return number % 90;
  if (type.name === 'Float') return number / 8;
  if (type.name === 'Boolean') return number % 2 === 0;
  if (type.name === 'String' || type.name === 'ID') return number % 9 === 0 ? number : `text ${number}`;
  return SAMPLES.find((sample) => {
    try {
      return type.serialize(sample) !== undefined;
    } catch {
      return false;
    }
  });
}

/** An object that holds what its fields without resolvers answer; one property in four is a method. */
function thing(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  key: string,
  weather: Weather,
  number: number,
): object {
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const chosen = possible[number % possible.length];
  const wrong = weather.trouble > 0 && (number >>> 8) % (weather.trouble * 3) === 0;
  const identity = String(numberOf(`${weather.seed} ${key} identity`));
  const object = { identity, sound: !wrong, __typename: wrong ? 'Nothing' : chosen?.name };
  if (!isObjectType(chosen)) return object;
  for (const { name, type: of } of Object.values(chosen.getFields())) {
    const get = (): unknown => made(schema, of, `${identity}.${name}`, weather);
    const method = (args: unknown): unknown =>
      made(schema, of, `${identity}.${name} ${JSON.stringify(args)}`, weather);
    const isMethod = numberOf(name) % 4 === 0;
    Object.defineProperty(object, name, isMethod ? { value: method } : { get });
  }
  return object;
}
