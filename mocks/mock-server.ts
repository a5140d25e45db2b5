import { join } from 'node:path';
import { listen, pathOf, readBody, sendJson, type Handler } from './http';
import { startAllImported } from './imported';
import { startLedger } from './ledger/ledger';
import { readActors } from './oidc/actors';
import { createIssuer, ISSUER_PATH } from './oidc/issuer';
import { createSoapMocks, type BehaviourInput, type SoapServiceName } from './soap/index';
import { startMailServer } from './mail/mail-server';
import type { MockSettings } from './settings';

/** The sender of answers, where a mail server is imitated. */
const MAIL_SENDER = 'reclamations@banque.example';

/** Where the imitated systems are: variables of the hub's environment, by name. */
export type MockVariables = Readonly<Record<string, string>>;

/** The imitated systems of one development machine. */
export interface MockServer {
  readonly variables: MockVariables;
  close(): Promise<void>;
}

/**
 * Starts the imitated systems that the settings name: OpenID issuer and SOAP services on one HTTP port, the Db2
 * stand-in on another, the mail server on a third.
 *
 * Beside them, on the HTTP port: `POST /mocks/behave` (a behaviour by service), `GET /mocks/calls`,
 * `POST /mocks/reset` and `POST /mocks/rotate` steer and watch them.
 */
export async function startMockServer(settings: MockSettings): Promise<MockServer> {
  const { dataDir, systems } = settings;
  const variables: Record<string, string> = {};
  const closers: (() => Promise<void>)[] = [];

  if (systems.has('oidc') || systems.has('soap') || systems.has('imported')) {
    let handle: Handler = (_request, response) => sendJson(response, 503, { error: 'starting' });
    const http = await listen(settings.port, (request, response) => handle(request, response));
    closers.push(http.close);
    const routes = await createRoutes(http.url, settings);
    closers.push(routes.close);
    Object.assign(variables, routes.variables);
    handle = routes.handle;
  }
  if (systems.has('ledger')) {
    const ledger = await startLedger({ dataDir, port: settings.ledgerPort });
    closers.push(() => ledger.close());
    variables.DB2_DSN = ledger.dsn;
  }
  if (systems.has('mail')) {
    const mail = await startMailServer(settings.mailPort);
    closers.push(() => mail.close());
    variables.SMTP_URL = mail.url;
    variables.SMTP_FROM = MAIL_SENDER;
  }
  return {
    variables,
    async close() {
      await Promise.all(closers.map((close) => close()));
    },
  };
}

async function createRoutes(
  origin: string,
  settings: MockSettings,
): Promise<{ variables: MockVariables; handle: Handler; close: () => Promise<void> }> {
  const { dataDir, systems, audience, credentials, latencyMs, bookAfterMs, behaviours, soapLimit } = settings;
  const issuer = systems.has('oidc')
    ? await createIssuer(origin, {
        actors: readActors(dataDir),
        audience,
        keysFile: join(settings.stateDir, 'issuer-keys.json'),
      })
    : undefined;
  const soap = systems.has('soap')
    ? createSoapMocks({
        ...{ dataDir, credentials, latencyMs, bookAfterMs },
        ...(soapLimit === undefined ? {} : { limit: soapLimit }),
      })
    : undefined;
  await soap?.behave(behaviours);
  const urls = soap?.urls(origin);
  const imported = systems.has('imported') ? await startAllImported(origin) : undefined;

  const control: Readonly<Record<string, (body: unknown) => unknown>> = {
    'GET /mocks/calls': () => soap?.calls(),
    'POST /mocks/behave': (body) => soap?.behave(body as Partial<Record<SoapServiceName, BehaviourInput>>),
    'POST /mocks/reset': () => soap?.reset(),
    'POST /mocks/rotate': (body) => issuer?.rotate(body as Parameters<typeof issuer.rotate>[0]),
  };

  return {
    variables: {
      ...imported?.variables,
      ...(issuer ? { OIDC_ISSUER: issuer.issuer, HUB_AUDIENCE: audience } : {}),
      ...(urls
        ? {
            CUSTOMERS_SOAP_URL: urls.customers,
            DOCUMENTS_SOAP_URL: urls.documents,
            PAYMENTS_SOAP_URL: urls.payments,
            SOAP_USERNAME: credentials.username,
            SOAP_PASSWORD: credentials.password,
          }
        : {}),
    },
    close: async () => imported?.close(),
    async handle(request, response) {
      const path = pathOf(request);
      const service = soap?.handlerOf(path) ?? imported?.handlerOf(path);
      if (service) return service(request, response);
      if (issuer && path.startsWith(`${ISSUER_PATH}/`)) return issuer.handle(request, response);
      const command = control[`${request.method ?? ''} ${path}`];
      if (!command) return sendJson(response, 404, { error: 'not_found' });
      try {
        const text = (await readBody(request, 65_536))?.toString('utf8') ?? '';
        sendJson(response, 200, (await command(text === '' ? undefined : JSON.parse(text))) ?? {});
      } catch {
        sendJson(response, 400, { error: 'bad_request' });
      }
    },
  };
}
