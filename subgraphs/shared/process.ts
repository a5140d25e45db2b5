/** Stops on the first signal, and gives up waiting on the second. */
export function stopOnSignals(close: () => Promise<void>): void {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const stop = (): void => {
    for (const signal of signals) process.once(signal, () => process.exit(1));
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of signals) process.once(signal, stop);
}

/** Built-in classes that only a fault of ours throws. */
const FAULTS = [TypeError, ReferenceError, RangeError, SyntaxError];

/**
 * Why a process did not start. What is wrong with its surroundings is told as sentences, without a stack; a fault of
 * ours is told with one.
 */
export function explainStart(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) return error.message;
  return FAULTS.some((kind) => error instanceof kind) ? (error.stack ?? error.message) : error.message;
}
