import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

/** Hive Gateway with its Rust planner. */
export const gatewayConfig = {
  unifiedGraphHandler,
  logging: false,
  graphiql: false,
  landingPage: false,
  transportEntries: {
    '*': { options: { deduplicateInflightRequests: process.env.SHARE_FETCHES === 'on' } },
  },
};
