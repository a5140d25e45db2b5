import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock, type Clock } from '../../schema/kernel/clock';
import { listen, pathOf, sendJson } from '../http';
import { createMood, type BehaviourInput, type Mood } from './behaviour';
import { createCounters, type Counters, type ServiceCalls } from './counters';
import { createCustomerFile } from './customers';
import { createDocumentStore } from './documents';
import { createEndpoint } from './endpoint';
import { createPaymentService } from './payments';
import { createSecurityCheck, type Credentials } from './security';

export type { BehaviourInput } from './behaviour';
export type { ServiceCalls } from './counters';

/** The three imitated services, by the subgraph that calls them. */
export const soapServices = ['customers', 'documents', 'payments'] as const;
export type SoapServiceName = (typeof soapServices)[number];

/** What the imitated services accept until they are told otherwise. */
export const developmentCredentials: Credentials = {
  username: 'claims-hub',
  password: 'for-development-only',
};

/** What the imitated services need. */
export interface SoapMockOptions {
  /** A folder with `customers.ndjson`, `documents.ndjson`, `orders.ndjson` and `accounts.csv`. */
  readonly dataDir: string;
  readonly credentials?: Credentials;
  readonly clock?: Clock;
  /** The most requests one service answers at once, 20 unless said; a further one gets HTTP 503. */
  readonly limit?: number;
  /** Milliseconds each answer takes on a good day, 0 unless said. */
  readonly latencyMs?: number;
  /** How old a payment order gets before it is booked, ms; it never is unless said. */
  readonly bookAfterMs?: number;
}

/** How a test steers and watches the services. */
export interface SoapControl {
  /** Changes how services behave; those not named stay as they are. */
  behave(behaviours: Partial<Record<SoapServiceName, BehaviourInput>>): Promise<void>;
  /** What each service was asked since the start or the last `reset`. */
  calls(): Record<SoapServiceName, ServiceCalls>;
  /** Sets every counter to zero and every service to behave well. */
  reset(): Promise<void>;
}

interface Endpoint {
  readonly path: string;
  readonly mood: Mood;
  readonly counters: Counters;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Calls what must happen when a service goes down or comes back. */
type DownSwitch = (service: SoapServiceName, down: boolean) => Promise<void>;

function createEndpoints(options: SoapMockOptions, downSwitch: DownSwitch) {
  const {
    dataDir,
    clock = systemClock,
    limit = 20,
    latencyMs = 0,
    bookAfterMs,
    credentials = developmentCredentials,
  } = options;
  const services = {
    customers: createCustomerFile(dataDir),
    documents: createDocumentStore(dataDir, clock),
    payments: createPaymentService(dataDir, clock, bookAfterMs),
  };
  const changes = new Set<Promise<void>>();
  const endpoint = (name: SoapServiceName): Endpoint => {
    const counters = createCounters();
    const mood = createMood(({ kind }) => {
      const change = downSwitch(name, kind === 'down').finally(() => changes.delete(change));
      changes.add(change);
    });
    const security = createSecurityCheck(credentials);
    const handle = createEndpoint(services[name], { mood, counters, security, clock, limit, latencyMs });
    return { path: services[name].path, mood, counters, handle };
  };
  const endpoints = {
    customers: endpoint('customers'),
    documents: endpoint('documents'),
    payments: endpoint('payments'),
  };
  const control: SoapControl = {
    async behave(behaviours) {
      for (const name of soapServices) {
        const behaviour = behaviours[name];
        if (behaviour) endpoints[name].mood.set(behaviour);
      }
      await Promise.all(changes);
    },
    calls: () => ({
      customers: endpoints.customers.counters.report(),
      documents: endpoints.documents.counters.report(),
      payments: endpoints.payments.counters.report(),
    }),
    async reset() {
      for (const name of soapServices) endpoints[name].counters.reset();
      await control.behave({
        customers: { kind: 'well' },
        documents: { kind: 'well' },
        payments: { kind: 'well' },
      });
    },
  };
  return { endpoints, control };
}

/** The services as one handler, for a server that they share; `undefined` where a path is none of theirs. */
export function createSoapMocks(options: SoapMockOptions) {
  const { endpoints, control } = createEndpoints(options, () => Promise.resolve());
  const byPath = new Map(Object.values(endpoints).map((endpoint) => [endpoint.path, endpoint.handle]));
  const urls = (origin: string) => urlsOf((name) => `${origin}${endpoints[name].path}`);
  return { ...control, urls, handlerOf: (path: string) => byPath.get(path) };
}

/** The running services. */
export interface SoapMocks extends SoapControl {
  readonly urls: Readonly<Record<SoapServiceName, string>>;
  close(): Promise<void>;
}

/**
 * Starts each service on a loopback port of its own, chosen by the system, so that one of them can refuse connections
 * while the others answer.
 */
export async function startSoapMocks(options: SoapMockOptions): Promise<SoapMocks> {
  type Running = Awaited<ReturnType<typeof listen>>;
  const running = new Map<SoapServiceName, Running>();
  const ports = new Map<SoapServiceName, number>();
  const { endpoints, control } = createEndpoints(options, async (name, down) => {
    const server = running.get(name);
    if (down) {
      running.delete(name);
      await server?.close();
    } else if (!server) {
      await open(name);
    }
  });

  const open = async (name: SoapServiceName): Promise<void> => {
    const { path, handle } = endpoints[name];
    const started = await listen(ports.get(name) ?? 0, (request, response) =>
      pathOf(request) === path ? handle(request, response) : sendJson(response, 404, { error: 'not_found' }),
    );
    running.set(name, started);
    ports.set(name, started.port);
  };
  for (const name of soapServices) await open(name);

  return {
    ...control,
    urls: urlsOf((name) => `http://127.0.0.1:${ports.get(name) ?? 0}${endpoints[name].path}`),
    async close() {
      await Promise.all([...running.values()].map((server) => server.close()));
    },
  };
}

function urlsOf(url: (name: SoapServiceName) => string): Record<SoapServiceName, string> {
  return { customers: url('customers'), documents: url('documents'), payments: url('payments') };
}
