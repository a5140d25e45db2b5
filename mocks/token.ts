import { parseArgs } from 'node:util';
import { IssuerUnreachable, listActors, requestToken, UnknownActor, USUAL_ISSUER } from './oidc/client';

const HELP = `Usage: npm run -s token -- ACTOR [--minutes N] [--issuer URL]

Prints one development access token for ACTOR and nothing else, so that it can stand in a command:
  curl -H "authorization: Bearer $(npm run -s token -- adviser)" …

  --minutes N    how long it is valid, from 1 to 720 minutes; 10 unless said
  --issuer URL   the running issuer; OIDC_ISSUER or http://127.0.0.1:4001/oidc unless said
  --list         prints the actors, one a line, with their roles
`;

/** Prints one token on stdout, or one sentence on stderr with exit code 1. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      issuer: { type: 'string', default: process.env.OIDC_ISSUER ?? USUAL_ISSUER },
      minutes: { type: 'string' },
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
  process.stdout.write(`${await requestToken(values.issuer, actor, minutes)}\n`);
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
