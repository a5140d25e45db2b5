import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../schema/kernel/clock';
import { readBody } from '../http';
import type { Behaviour, Mood } from './behaviour';
import type { Counters } from './counters';
import { readContext, readRequest, writeAnswer, writeFault } from './envelope';
import { closedAtNight, SoapFault, technicalFault } from './fault';
import { encodeLatin9 } from './latin9';
import type { SecurityCheck } from './security';
import { send, type Reply } from './send';
import { answerOf, refused, type SoapService } from './service';
import { childOf } from './xml';

/** What one endpoint needs beside its service. */
export interface EndpointDeps {
  readonly mood: Mood;
  readonly counters: Counters;
  readonly security: SecurityCheck;
  readonly clock: Clock;
  /** The most requests it answers at once; a further one gets HTTP 503. */
  readonly limit: number;
  /** Milliseconds that each answer takes on a good day. */
  readonly latencyMs: number;
}

const BODY_LIMIT = 16 * 1024 * 1024;
const PAGE =
  '<!DOCTYPE html><html><head><title>Maintenance</title></head><body><p>Service indisponible</body></html>';

/** Serves one SOAP service over HTTP: its contract at `?wsdl`, its operations by POST. */
export function createEndpoint(service: SoapService, deps: EndpointDeps) {
  const { mood, counters, limit } = deps;
  const connections = new Set<Socket>();
  let underWay = 0;

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (mood.peek().kind === 'down') {
      mood.next(mood.peek().operation);
      request.socket.resetAndDestroy();
      return;
    }
    if (request.method === 'GET' && /\?wsdl$/i.test(request.url ?? '')) {
      const served = service.contract.served(`http://${request.headers.host ?? '127.0.0.1'}${service.path}`);
      return sendPlain(response, 200, 'text/xml; charset=UTF-8', served);
    }
    if (request.method !== 'POST') return sendPlain(response, 405, 'text/plain', 'POST');
    if (!/^text\/xml\b/i.test(request.headers['content-type'] ?? '')) {
      return sendPlain(response, 415, 'text/plain', 'text/xml');
    }

    remember(request.socket);
    counters.saw(underWay + 1, connections.size);
    if (underWay >= limit) {
      counters.turnedAway();
      return sendPlain(response, 503, 'text/html; charset=ISO-8859-1', PAGE);
    }
    underWay += 1;
    response.once('close', () => (underWay -= 1));
    const { reply, behaviour } = await answer(request);
    if (behaviour.kind === 'held') await mood.over();
    await send(response, reply, behaviour);
  };

  function remember(socket: Socket): void {
    if (connections.has(socket)) return;
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  }

  async function answer(request: IncomingMessage): Promise<{ reply: Reply; behaviour: Behaviour }> {
    const { contract, spelling } = service;
    let behaviour: Behaviour = { kind: 'well' };
    try {
      const bytes = await readBody(request, BODY_LIMIT);
      if (!bytes) throw new SoapFault('soap:Client', 'Requete trop longue');
      const text = decode(bytes, request.headers['content-type'] ?? '');
      const action = request.headers.soapaction;
      const asked = readRequest(text, Array.isArray(action) ? action[0] : action, contract);
      deps.security(asked.header, deps.clock.now());
      const context = readContext(asked.header, contract);

      const operation = service.operations[asked.operation];
      if (!operation) throw new SoapFault('soap:Client', 'Operation inconnue');
      const keys = asked.body.children.filter(({ name }) => operation.keys.includes(name));
      counters.called(asked.operation, keys.length, context.idCorrelation);
      if (deps.latencyMs > 0) await wait(deps.latencyMs);

      behaviour = mood.next(asked.operation);
      if (behaviour.kind === 'closed') throw closedAtNight();
      if (behaviour.kind === 'fault')
        throw technicalFault(keys[0]?.text ?? childOf(asked.body, 'nom')?.text ?? '');
      if (behaviour.kind === 'html') {
        return { reply: page(behaviour.status), behaviour };
      }
      const said =
        behaviour.kind === 'code'
          ? refused(operation, behaviour.codeRetour, 'ANOMALIE', behaviour.codeErreur)
          : answerOf(operation, asked.body);
      const spoilt = behaviour.kind === 'unknown-enum';
      const written = writeAnswer(
        contract,
        asked.operation,
        spoilt ? service.spoil(said) : said,
        spelling,
        spoilt,
      );
      return { reply: xml(200, written), behaviour };
    } catch (error) {
      if (!(error instanceof SoapFault)) throw error;
      counters.faulted();
      return { reply: xml(500, writeFault(contract, error, spelling.encoding)), behaviour };
    }
  }

  function xml(status: number, text: string): Reply {
    const { encoding } = service.spelling;
    const body = encoding === 'UTF-8' ? Buffer.from(text, 'utf8') : encodeLatin9(text);
    return { status, contentType: `text/xml; charset=${encoding}`, body };
  }
}

function page(status: number): Reply {
  return { status, contentType: 'text/html; charset=ISO-8859-1', body: Buffer.from(PAGE, 'latin1') };
}

function decode(bytes: Buffer, contentType: string): string {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw new SoapFault('soap:Client', 'Jeu de caracteres illisible');
  }
}

function sendPlain(response: ServerResponse, status: number, contentType: string, text: string): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(text);
}
