import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Issued } from '../../harness/certificates';
import { checkSecurity, WSSE_SECURITY, type StrictAccount } from './strict-security';
import { expect, only, parseXml, type XmlElement } from './strict-xml';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const CONTEXT = 'http://socle.banque.example/contexte/v1';
export const SERVICE = 'http://epreuve.banque.example/service/v1_0';
export const TYPES = 'http://epreuve.banque.example/types/v1_0';

/** What the server understood of a request that passed all its checks. */
export interface StrictRequest {
  readonly correlation: string;
  readonly context: Readonly<Record<string, string>>;
  readonly username: string;
  readonly nonce: string;
  /** The operation's element. */
  readonly body: XmlElement;
  readonly raw: string;
}

export type Reply = (request: StrictRequest, response: ServerResponse) => void | Promise<void>;

/** A SOAP server on loopback that believes nothing: it checks every request to the letter, then answers as a test says. */
export interface StrictServer {
  readonly endpoint: string;
  readonly port: number;
  /** Requests that passed, in order. */
  readonly requests: StrictRequest[];
  /** Why requests were refused; empty where all is well. */
  readonly refusals: string[];
  /** The most connections that were open at once. */
  mostConnections(): number;
  /** How the following requests are answered. */
  reply: Reply;
  close(): Promise<void>;
}

/** @param tls its certificate and the authority whose certificate a client must show; plain HTTP where not given. */
export async function startStrictServer(
  account: StrictAccount,
  tls?: Issued & { readonly ca: string },
): Promise<StrictServer> {
  const nonces = new Set<string>();
  const sockets = new Set<Socket>();
  let most = 0;
  const answerTo = (request: IncomingMessage, response: ServerResponse): void =>
    void handle(request, response);
  const http = tls
    ? createTlsServer(
        {
          cert: tls.certificate,
          key: tls.privateKey,
          ca: tls.ca,
          requestCert: true,
          rejectUnauthorized: true,
        },
        answerTo,
      )
    : createServer(answerTo);
  http.on('connection', (socket) => {
    sockets.add(socket);
    most = Math.max(most, sockets.size);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  // What a connection meets here is each test's own matter, however long it takes to get there.
  http.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  const server: StrictServer = {
    endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/soap/epreuve`,
    port,
    requests: [],
    refusals: [],
    mostConnections: () => most,
    reply: (_request, response) => void response.writeHead(404).end(),
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === 'GET') return void response.writeHead(405).end();
    try {
      const understood = understand(request, Buffer.concat(chunks), account, nonces);
      server.requests.push(understood);
      await server.reply(understood, response);
    } catch (error) {
      server.refusals.push((error as Error).message);
      response.writeHead(500, { 'content-type': 'text/xml' });
      response.end(envelope('<S:Fault><faultcode>wsse:InvalidSecurity</faultcode><faultstring/></S:Fault>'));
    }
  }

  return server;
}

function understand(
  { method, url, headers }: IncomingMessage,
  bytes: Buffer,
  account: StrictAccount,
  nonces: Set<string>,
): StrictRequest {
  const raw = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  expect(method, 'POST');
  expect(url, '/soap/epreuve');
  expect(headers['content-type'], 'text/xml; charset=utf-8');
  expect(headers.soapaction, `"${SERVICE}/consulterFiches"`);
  const root = parseXml(raw);
  expect(root.name, `{${ENVELOPE}}Envelope`);
  expect(root.children.map((child) => child.name).join(), `{${ENVELOPE}}Header,{${ENVELOPE}}Body`);
  const header = only(root, `{${ENVELOPE}}Header`);

  const context = only(header, `{${CONTEXT}}contexteAppel`);
  const known = context.children.map(({ name, text }) => [name.replace(`{${CONTEXT}}`, ''), text] as const);
  expect(known.map(([name]) => name).join(), /^codeAppli,codeAgence(,matricule)?,idCorrelation$/);

  const { username, nonce } = checkSecurity(only(header, WSSE_SECURITY), raw, account, nonces);
  const body = only(root, `{${ENVELOPE}}Body`);
  expect(body.children.length, 1);
  const values = Object.fromEntries(known);
  return {
    correlation: values.idCorrelation ?? '',
    context: values,
    username,
    nonce,
    body: only(body, `{${SERVICE}}consulterFiches`),
    raw,
  };
}

/** A SOAP 1.1 envelope around a body. */
export const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="${ENVELOPE}"><S:Body>${body}</S:Body></S:Envelope>`;

/** An answer of the service: its own elements after the return code, `t:` for the imported types. */
export const answer = (content = '', code = '00'): string =>
  envelope(
    `<r:consulterFichesResponse xmlns:r="${SERVICE}" xmlns:t="${TYPES}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
      `<r:codeRetour>${code}</r:codeRetour><r:libelleRetour>LIBELLE</r:libelleRetour>${content}</r:consulterFichesResponse>`,
  );

/** Answers with a document, as XML unless told otherwise. */
export const send =
  (text: string | Uint8Array, contentType: string | null = 'text/xml; charset=utf-8', status = 200): Reply =>
  (_request, response) =>
    void response.writeHead(status, contentType === null ? {} : { 'content-type': contentType }).end(text);
