/**
 * Stops the date for the rest of a test file, and nothing else: tokens and proofs grow no older while a busy machine takes
 * its time. Timers go on.
 */
export function freezeDate(): void {
  jest.useFakeTimers({
    now: Date.now(),
    doNotFake: [
      ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
      ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
    ],
  });
  afterAll(() => void jest.useRealTimers());
}
