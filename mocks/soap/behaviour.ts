import { z } from 'zod';

/**
 * How a service behaves, for as many calls as `times` says (for ever unless said) and for one `operation` or all.
 *
 * The first group answers before anything is done; the second does the work and then spoils the answer, so that an
 * order of `creerOrdre` may exist although its caller saw a failure.
 */
export const behaviourSchema = z.intersection(
  z.object({ times: z.int().positive().optional(), operation: z.string().optional() }),
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('well') }),
    /** Refuses connections where the service has a port of its own, resets them at once where it shares one. */
    z.object({ kind: z.literal('down') }),
    /** The nightly closing: a Fault `FERMETURE`. */
    z.object({ kind: z.literal('closed') }),
    /** A technical Fault, HTTP 500, with a Java stack. */
    z.object({ kind: z.literal('fault') }),
    /** HTTP 200 with this `codeRetour` and, where given, `codeErreur`. */
    z.object({
      kind: z.literal('code'),
      codeRetour: z.enum(['04', '08', '12', '16']),
      codeErreur: z.string().optional(),
    }),
    /** A proxy's page instead of the service; HTTP 200 unless said. */
    z.object({ kind: z.literal('html'), status: z.int().default(200) }),

    /** Answers this many milliseconds late. */
    z.object({ kind: z.literal('slow'), ms: z.int().nonnegative() }),
    /** Does the work and answers when it is told to behave otherwise, not before. */
    z.object({ kind: z.literal('held') }),
    /** Sends the answer's bytes drop by drop over this many milliseconds. */
    z.object({ kind: z.literal('slow-body'), ms: z.int().nonnegative() }),
    /** Cuts the connection in the middle of the answer. */
    z.object({ kind: z.literal('reset') }),
    /** Half an envelope, as a complete HTTP answer. */
    z.object({ kind: z.literal('half') }),
    /** One enumerated value that the contract does not know. */
    z.object({ kind: z.literal('unknown-enum') }),
    /** A DOCTYPE with an entity before the envelope. */
    z.object({ kind: z.literal('doctype') }),
    /** The answer, padded to this many bytes. */
    z.object({
      kind: z.literal('oversized'),
      bytes: z
        .int()
        .positive()
        .default(32 * 1024 * 1024),
    }),
  ]),
);

/** One way to behave, checked. */
export type Behaviour = z.output<typeof behaviourSchema>;
/** One way to behave, as a test writes it. */
export type BehaviourInput = z.input<typeof behaviourSchema>;

/** What a service is told to do next. */
export interface Mood {
  set(behaviour: BehaviourInput): void;
  /** The behaviour for one call of an operation; counts down `times`. */
  next(operation: string | undefined): Behaviour;
  /** The behaviour as it stands, counting nothing. */
  peek(): Behaviour;
  /** Resolves when it is told to behave otherwise. */
  over(): Promise<void>;
}

const WELL: Behaviour = { kind: 'well' };

/** @param changed told of every change, so that a listener can close its port while the service is down. */
export function createMood(changed: (behaviour: Behaviour) => void): Mood {
  let current = WELL;
  let left = Infinity;
  const waiting: (() => void)[] = [];
  return {
    set(behaviour) {
      current = behaviourSchema.parse(behaviour);
      left = current.times ?? Infinity;
      changed(current);
      for (const go of waiting.splice(0)) go();
    },
    next(operation) {
      if (current.operation !== undefined && current.operation !== operation) return WELL;
      const now = current;
      left -= 1;
      if (left <= 0) changed((current = WELL));
      return now;
    },
    peek: () => current,
    over: () => new Promise((resolve) => void waiting.push(resolve)),
  };
}
