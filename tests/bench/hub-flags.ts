/** Those of `npm run gateway`, and of the README for production: a bench starts a hub as the product is started. */
export const HUB_FLAGS = [
  ...['--max-semi-space-size=64', '--no-allocation-site-pretenuring'],
  ...['--initial-old-space-size=160', '--no-memory-reducer'],
];
