import type { ZodType } from 'zod';

/** What a process is configured by. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The process cannot start as it is configured. The message has one sentence per mistake, all of them. */
export class ConfigurationError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigurationError';
  }
}

/** Reads variables one by one and collects what is wrong with them, so that everything is said at once. */
export interface Environment {
  /** @returns the trimmed value; `undefined` where it is not set or empty. */
  text(name: string): string | undefined;
  /** @returns an integer between the two, or `fallback`. */
  integer(name: string, fallback: number, least: number, most: number): number;
  /** @returns one of the values, or `fallback`. */
  oneOf<const T extends string>(name: string, values: readonly T[], fallback: T): T;
  /** @returns a URL's text; `protocols` e.g. `['http:', 'https:']`. */
  url(name: string, protocols: readonly string[]): string | undefined;
  /** @returns what a schema makes of all the variables; a placeholder once there are mistakes. */
  read<T>(schema: ZodType<T>): T;
  mistake(sentence: string): void;
  /** @throws {ConfigurationError} where anything was wrong. */
  check(): void;
}

export function createEnvironment(variables: Variables): Environment {
  const mistakes = new Set<string>();
  const text = (name: string): string | undefined => {
    const value = variables[name]?.trim();
    return value === '' ? undefined : value;
  };
  const mistake = (sentence: string): void => void mistakes.add(sentence);
  return {
    text,
    mistake,
    integer(name, fallback, least, most) {
      const value = text(name);
      if (value === undefined) return fallback;
      const number = Number(value);
      if (Number.isInteger(number) && number >= least && number <= most) return number;
      mistake(`${name} must be a whole number between ${least} and ${most}.`);
      return fallback;
    },
    oneOf(name, values, fallback) {
      const value = text(name);
      const found = values.find((each) => each === value);
      if (value !== undefined && found === undefined) mistake(`${name} must be one of ${values.join(', ')}.`);
      return found ?? fallback;
    },
    url(name, protocols) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
      mistake(`${name} must be a URL that begins with ${protocols.map((each) => `${each}//`).join(' or ')}.`);
      return undefined;
    },
    read<T>(schema: ZodType<T>): T {
      const set = Object.fromEntries(Object.keys(variables).map((name) => [name, text(name)]));
      const result = schema.safeParse(set);
      if (result.success) return result.data;
      for (const { path, message } of result.error.issues) {
        const name = path.join('.');
        if (name && set[name] === undefined) mistake(`${name} is not set.`);
        else mistake(`${name || 'The environment'} is not valid: ${message}.`);
      }
      return undefined as T; // Nobody sees it: `check` throws.
    },
    check() {
      if (mistakes.size > 0) throw new ConfigurationError([...mistakes]);
    },
  };
}
