import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Behaviour } from './behaviour';

/** What goes out when all is well. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** Sends a reply, spoilt in the way the behaviour says. */
export async function send(response: ServerResponse, reply: Reply, behaviour: Behaviour): Promise<void> {
  const { status, contentType, body } = reply;
  const head = (length: number): void => {
    response.writeHead(status, { 'content-type': contentType, 'content-length': length });
  };
  switch (behaviour.kind) {
    case 'slow':
      await wait(behaviour.ms);
      head(body.length);
      response.end(body);
      return;
    case 'slow-body':
      head(body.length);
      return drip(response, body, behaviour.ms);
    case 'reset':
      head(body.length);
      response.write(body.subarray(0, body.length / 2), () => response.socket?.resetAndDestroy());
      return;
    case 'half':
      head(Math.floor(body.length / 2));
      response.end(body.subarray(0, body.length / 2));
      return;
    case 'doctype': {
      const spoilt = afterDeclaration(
        body,
        '<!DOCTYPE Envelope [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
      );
      head(spoilt.length);
      response.end(spoilt);
      return;
    }
    case 'oversized': {
      const spoilt = afterDeclaration(
        body,
        `<!--${'x'.repeat(Math.max(0, behaviour.bytes - body.length))}-->`,
      );
      head(spoilt.length);
      response.end(spoilt);
      return;
    }
    case 'well':
    case 'held':
    case 'down':
    case 'closed':
    case 'fault':
    case 'code':
    case 'html':
    case 'unknown-enum': // Spoilt already, or not at all.
      head(body.length);
      response.end(body);
  }
}

async function drip(response: ServerResponse, body: Buffer, ms: number): Promise<void> {
  const drops = Math.max(2, Math.ceil(ms / 50));
  const size = Math.ceil(body.length / drops);
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    response.write(body.subarray(at, at + size));
    await wait(ms / drops);
  }
  response.end();
}

function afterDeclaration(body: Buffer, text: string): Buffer {
  const end = body.indexOf('?>') + 2;
  return Buffer.concat([body.subarray(0, end), Buffer.from(text), body.subarray(end)]);
}
