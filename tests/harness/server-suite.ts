/**
 * Registers tests that need a server outside this process, named by an environment variable. Where the variable is not
 * set they are skipped and say so; with `HUB_REQUIRE_SERVERS=1` that is a failure.
 *
 * @param variable e.g. `TEST_POSTGRES_URL`.
 * @param register receives the variable's value.
 */
export function withServer(variable: string, register: (value: string) => void): void {
  const value = process.env[variable];
  if (value) register(value);
  else if (process.env.HUB_REQUIRE_SERVERS === '1') {
    it(`has a server in ${variable}`, () => {
      throw new Error(`${variable} is not set, and HUB_REQUIRE_SERVERS=1 asks for its tests`);
    });
  } else {
    it.skip(`needs a server in ${variable}`, () => undefined);
  }
}
