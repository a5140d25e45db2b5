/** @returns milliseconds of processor time that this process has used: other work of the machine does not count. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** @returns what the function returns, and the processor time it took, in milliseconds. */
export function workOf<T>(run: () => T): { readonly work: number; readonly result: T } {
  const before = cpuMs();
  const result = run();
  return { work: cpuMs() - before, result };
}
