/** Calls of SOAP services whose time is over when a test says so, and not before. */
export interface CallTimes {
  /** The time of every call under way is over. */
  up(): void;
  /** Real time again. */
  restore(): void;
}

/** Takes the place of the clock that ends calls: however busy the machine is, none ends by itself. */
export function holdCallTimes(): CallTimes {
  const calls: AbortController[] = [];
  const clock = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const call = new AbortController();
    calls.push(call);
    return call.signal;
  });
  return {
    up() {
      for (const call of calls.splice(0)) call.abort(new DOMException('its time is over', 'TimeoutError'));
    },
    restore: () => clock.mockRestore(),
  };
}
