import { readFileSync } from 'node:fs';

/** How a command ends, for scripts: all is well, something was found, or the command could not be carried out. */
export const exitCodes = { fine: 0, finding: 1, usage: 2 } as const;

/** One of `exitCodes`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command that was not understood: its message says what was expected. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Reads a file, or the standard input for `-`. @throws {UsageError} */
export function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch {
    throw new UsageError(`there is no file "${path}" that can be read`);
  }
}

/** Whoever reads the output may stop early, as `head` does: then the process ends with the code that it has by then. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
