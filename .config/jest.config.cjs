const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const swc = { ...JSON.parse(readFileSync(join(__dirname, 'swc.json'), 'utf8')), swcrc: false };

/** Packages that ship ES modules only; Jest runs CommonJS, so they are compiled on the way in. */
const esmOnly = [
  'jose',
  'oidc-provider',
  'nanoid',
  'quick-lru',
  'eta',
  '@koa',
  'graphql-http',
  'nock',
  '@mswjs',
  'rettime',
];

/** @type {import('jest').Config} */
module.exports = {
  rootDir: join(__dirname, '..'),
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  testEnvironment: 'node',
  transform: { '\\.[jt]s$': ['@swc/jest', swc], '\\.mjs$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  setupFiles: ['reflect-metadata'],
  reporters: ['default', 'summary', '<rootDir>/tests/harness/count-reporter.cjs'],
  testTimeout: 30_000,
  maxWorkers: 2,
};
