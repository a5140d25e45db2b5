import { HubError } from '../../schema/kernel/errors';

/** One thing that must answer before this process should get requests. */
export interface ReadinessCheck {
  /** e.g. `subgraph claims`, `store`. */
  readonly name: string;
  /** @throws {HubError} it does not answer. */
  ready(timeoutMs: number): Promise<void>;
}

/** What `/readyz` answers. */
export interface Readiness {
  readonly ready: boolean;
  /** `ok`, or the code of the failure, by name. */
  readonly checks: Readonly<Record<string, string>>;
}

/** The checks' own time, and how long their result is told again before they are asked anew. */
const TIMEOUT_MS = 2_000;
const KEPT_MS = 1_000;

/**
 * Asks all checks at once; callers that come together, and shortly after, share one round.
 *
 * @param timeoutMs for each check.
 */
export function createReadiness(
  checks: readonly ReadinessCheck[],
  timeoutMs = TIMEOUT_MS,
  elapsed = () => performance.now(),
): () => Promise<Readiness> {
  let latest: { readonly at: number; readonly result: Promise<Readiness> } | undefined;
  const round = async (): Promise<Readiness> => {
    const results = await Promise.all(
      checks.map(async ({ name, ready }) => {
        const failure = await ready(timeoutMs).then(() => undefined, codeOf);
        return [name, failure ?? 'ok'] as const;
      }),
    );
    return { ready: results.every(([, state]) => state === 'ok'), checks: Object.fromEntries(results) };
  };
  return () => {
    if (!latest || elapsed() - latest.at > KEPT_MS) latest = { at: elapsed(), result: round() };
    return latest.result;
  };
}

const codeOf = (error: unknown): string => (error instanceof HubError ? error.code : 'INTERNAL_SERVER_ERROR');
