import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readServedDrift } from '../adapters/soap';
import { subgraphNames } from './shared/discover';
import { soapTls, soapUrl } from './shared/soap-settings';

const HELP = `Usage: npm run contract -- drift [NAME ...] [--json]

Asks each configured SOAP service for its contract (?wsdl, with what it imports) and says how it differs from the one
that is vendored in subgraphs/<name>/*.wsdl. A service is configured by <NAME>_SOAP_URL; those that are not are left out.
SOAP_TLS_CA, SOAP_TLS_KEY and SOAP_TLS_CERTIFICATE count as they do for the hub.

  NAME     only these subgraphs
  --json   one JSON document: [{ name, contract, changes: [{ place, kind, says }] } or { name, contract, error }]
  --help   this text

Ends with 0 where nothing differs, 1 where something does, 2 where a contract could not be read.`;

const TIMEOUT_MS = 30_000;

interface Answer {
  readonly name: string;
  /** The vendored file's name. */
  readonly contract: string;
  readonly changes?: readonly { readonly place: string; readonly kind: string; readonly says: string }[];
  readonly error?: string;
}

/** @param variables what names the services, e.g. `process.env`. @returns the exit code. */
export async function drift(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    write(`${HELP}\n`);
    return 0;
  }
  const stranger = positionals.find((name) => !subgraphNames().includes(name));
  if (stranger !== undefined) throw new Error(`There is no subgraph "${stranger}".`);
  const tls = soapTls(variables);
  const answers: Answer[] = [];
  for (const name of positionals.length > 0 ? positionals : subgraphNames()) {
    const endpoint = variables[`${name.toUpperCase().replaceAll('-', '_')}_SOAP_URL`];
    if (!endpoint) continue;
    for (const contract of contractsOf(name)) {
      answers.push({ name, contract, ...(await check(join(__dirname, name, contract), endpoint, tls)) });
    }
  }
  write(
    values.json
      ? `${JSON.stringify(answers, null, 2)}\n`
      : answers.map(inWords).join('') || 'No SOAP service is configured.\n',
  );
  if (answers.some(({ error }) => error !== undefined)) return 2;
  return answers.some(({ changes = [] }) => changes.length > 0) ? 1 : 0;
}

/** A WSDL beside the code, or `contract/<name>.wsdl` with what it imports. */
const contractsOf = (name: string): string[] =>
  [...readdirSync(join(__dirname, name)), `contract/${name}.wsdl`].filter(
    (file) => file.endsWith('.wsdl') && existsSync(join(__dirname, name, file)),
  );

async function check(
  path: string,
  endpoint: string,
  tls: ReturnType<typeof soapTls>,
): Promise<Pick<Answer, 'changes' | 'error'>> {
  if (!soapUrl.safeParse(endpoint).success) return { error: 'its address is not a URL' };
  try {
    return { changes: await readServedDrift(path, endpoint, TIMEOUT_MS, tls) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function inWords({ name, contract, changes = [], error }: Answer): string {
  const title = `${name} (${contract}): `;
  if (error !== undefined) return `${title}could not be read: ${error}\n`;
  if (changes.length === 0) return `${title}as vendored\n`;
  return `${title}${changes.length} changes\n${changes.map(({ says }) => `  ${says}\n`).join('')}`;
}
