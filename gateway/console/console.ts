import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';

/** What we use of GraphiQL's package: all of it as text, so that no other server is ever asked. */
interface GraphiqlTexts {
  readonly js: string;
  readonly css: string;
  readonly editorWorkerService: string;
  readonly jsonWorker: string;
  readonly graphqlWorker: string;
}

/** The files of the explorer, and what each holds. */
const FILES = {
  'graphiql.js': ['js', 'text/javascript'],
  'graphiql.css': ['css', 'text/css'],
  'editorWorkerService.worker.js': ['editorWorkerService', 'text/javascript'],
  'json.worker.js': ['jsonWorker', 'text/javascript'],
  'graphql.worker.js': ['graphqlWorker', 'text/javascript'],
} as const satisfies Readonly<Record<string, readonly [keyof GraphiqlTexts, string]>>;

/** The browser loads nothing from, and sends nothing to, any other address. */
const contentPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Pages for people, in development: `/console/explorer` is GraphiQL with a field for the access token. It works without
 * a network, and is read into memory when it is first asked for.
 */
export function createConsole(): RequestHandler {
  const router = express.Router();
  const page = readFileSync(join(__dirname, 'explorer.html'), 'utf8');
  let texts: Promise<GraphiqlTexts> | undefined;

  router.get('/', (_, response) => response.redirect(302, '/console/explorer'));
  router.get('/explorer', (_, response) => {
    const nonce = randomBytes(16).toString('base64');
    response.set('content-security-policy', contentPolicy(nonce));
    response.type('html').send(page.replaceAll('{{nonce}}', nonce));
  });
  router.get('/explorer/:file', async (request, response, next) => {
    const file = request.params.file;
    if (!Object.hasOwn(FILES, file)) return next();
    const [text, type] = FILES[file as keyof typeof FILES];
    texts ??= import('@graphql-yoga/render-graphiql/graphiql') as Promise<GraphiqlTexts>;
    response.set({ 'content-security-policy': contentPolicy(''), 'cache-control': 'private, max-age=3600' });
    response.type(type).send((await texts)[text]);
  });
  return router;
}
