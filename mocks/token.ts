import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { IssuerUnreachable, listActors, requestToken, UnknownActor, USUAL_ISSUER } from './oidc/client';
import { type Holder, openHolder } from './oidc/holder';
import { createProof, isBound } from './oidc/proof';

const HELP = `Usage: npm run -s token -- ACTOR [--minutes N] [--issuer URL]

Prints one development access token for ACTOR and nothing else, so that it can stand in a command:
  curl -H "authorization: Bearer $(npm run -s token -- adviser)" …

  --minutes N    how long it is valid, from 1 to 720 minutes; 10 unless said
  --issuer URL   the running issuer; OIDC_ISSUER or http://127.0.0.1:4001/oidc unless said
  --list         prints the actors, one a line, with their roles

A partner's token is bound to a key (RFC 9449): it goes with the scheme DPoP, and with a fresh proof per request.
  curl -H "authorization: DPoP $(npm run -s token -- partner-survey)" \\
    -H "dpop: $(npm run -s token -- partner-survey --proof 'POST http://127.0.0.1:4000/graphql')" \\
    -H 'content-type: application/json' -d '{"query":"{ surveys(first: 5) { edges { node { id status } } } }"}' \\
    http://127.0.0.1:4000/graphql

  --proof 'METHOD URL'   prints a proof for one such request with the token that was printed last, and nothing else
  --dpop KEYFILE         where key and last token are kept; dpop.json in HUB_DATA_DIR (.hub) unless said
`;

/** Prints one token on stdout, or one sentence on stderr with exit code 1. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      issuer: { type: 'string', default: process.env.OIDC_ISSUER ?? USUAL_ISSUER },
      minutes: { type: 'string' },
      proof: { type: 'string' },
      dpop: { type: 'string', default: join(process.env.HUB_DATA_DIR ?? '.hub', 'dpop.json') },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (values.list) {
    for (const { name, roles } of await listActors(values.issuer)) {
      process.stdout.write(`${name}\t${roles.join(' ')}\n`);
    }
    return;
  }
  const [actor, ...others] = positionals;
  if (actor === undefined || others.length > 0)
    throw new Error('name one actor, for example: npm run -s token -- adviser');
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  const holder = await openHolder(values.dpop);
  if (values.proof !== undefined) {
    return void process.stdout.write(`${await proofFor(holder, actor, values.proof)}\n`);
  }
  const token = await requestToken(values.issuer, actor, { minutes, key: holder.key });
  if (isBound(token)) holder.keep(actor, token);
  process.stdout.write(`${token}\n`);
}

function proofFor(holder: Holder, actor: string, request: string): Promise<string> {
  const [, method, url] = /^([A-Z]+) +(\S+)$/.exec(request.trim()) ?? [];
  if (method === undefined || url === undefined || !URL.canParse(url)) {
    throw new Error(
      "--proof needs a method and a URL, for example: --proof 'POST http://127.0.0.1:4000/graphql'",
    );
  }
  const token = holder.tokenOf(actor);
  if (token === undefined) throw new Error(`there is no bound token of "${actor}" yet: ask for one first`);
  return createProof(holder.key, { method, url, token });
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : 'unknown error';
  const help =
    error instanceof IssuerUnreachable
      ? '; start it with npm start'
      : error instanceof UnknownActor
        ? ''
        : '; --help tells more';
  process.stderr.write(`token: ${reason}${help}\n`);
  process.exitCode = 1;
});
