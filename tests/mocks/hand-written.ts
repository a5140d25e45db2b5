import { createHash, randomBytes } from 'node:crypto';
import { developmentCredentials } from '../../mocks/soap/index';

const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';

/** Parts of an envelope that a test spoils. */
export interface Parts {
  readonly namespace: string;
  readonly operation: string;
  /** Children of the operation's element, with the prefix `q`. */
  readonly body: string;
  readonly context?: string;
  readonly security?: string;
  readonly soapAction?: string;
  readonly contentType?: string;
}

/** A WS-Security header made by hand, from the standard's own words. */
export function securityHeader(
  changes: Partial<{ username: string; password: string; created: string; nonce: string; type: string }> = {},
): string {
  const {
    username = developmentCredentials.username,
    password = developmentCredentials.password,
    created = new Date().toISOString(),
    nonce = randomBytes(16).toString('base64'),
    type = `${OASIS}-username-token-profile-1.0#PasswordDigest`,
  } = changes;
  const digest = createHash('sha1')
    .update(Buffer.concat([Buffer.from(nonce, 'base64'), Buffer.from(created + password)]))
    .digest('base64');
  return (
    `<wsse:Security xmlns:wsse="${OASIS}-wssecurity-secext-1.0.xsd" xmlns:wsu="${OASIS}-wssecurity-utility-1.0.xsd" e:mustUnderstand="1">` +
    `<wsse:UsernameToken><wsse:Username>${username}</wsse:Username><wsse:Password Type="${type}">${digest}</wsse:Password>` +
    `<wsse:Nonce>${nonce}</wsse:Nonce><wsu:Created>${created}</wsu:Created></wsse:UsernameToken></wsse:Security>`
  );
}

/** The header `contexteAppel`, as the bank's services ask for it. */
export const callContext =
  '<c:contexteAppel xmlns:c="http://socle.banque.example/contexte/v1"><c:codeAppli>HUB</c:codeAppli>' +
  '<c:codeAgence>00042</c:codeAgence><c:idCorrelation>req-1</c:idCorrelation></c:contexteAppel>';

/** An envelope with nothing wrong in it, but for what the parts say. */
export function envelope({
  namespace,
  operation,
  body,
  context = callContext,
  security = securityHeader(),
}: Parts): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">' +
    `<e:Header>${security}${context}</e:Header>` +
    `<e:Body><q:${operation} xmlns:q="${namespace}">${body}</q:${operation}></e:Body></e:Envelope>`
  );
}

/** Posts an envelope as a caller of another make would. */
export async function post(url: string, parts: Parts, text = envelope(parts)) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': parts.contentType ?? 'text/xml; charset=utf-8',
      soapaction: parts.soapAction ?? `"${parts.namespace}/${parts.operation}"`,
    },
    body: text,
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const contentType = answer.headers.get('content-type') ?? '';
  const charset = /charset=([\w-]+)/.exec(contentType)?.[1] ?? 'utf-8';
  return { status: answer.status, contentType, bytes, text: new TextDecoder(charset).decode(bytes) };
}

/** @returns the texts of every element of that local name, in order; `null` for `xsi:nil`. */
export function texts(xml: string, name: string): (string | null)[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}(?: [^>]*?)?(?:/>|>([^<]*)<)`, 'g');
  return [...xml.matchAll(pattern)].map(([whole, text]) =>
    whole.includes('xsi:nil="true"') ? null : (text ?? ''),
  );
}
