import { parseArgs } from 'node:util';
import { db2DriverMissing } from '../adapters/db2';
import { explainStart, stopOnSignals } from '../subgraphs/shared/process';
import { banner } from './banner';
import { loadAndTell, openStore, readLaunchSettings, say, startStandIns, tellIfItDies } from './launch';
import { withStandIns } from './stand-ins';

const HELP = `Usage: npm start

Starts the whole hub on this machine: gateway and subgraphs in one process, imitated systems in another for whatever
the environment does not name, claims and surveys in an embedded PostgreSQL unless DATABASE_URL names one.
The first start loads a demo world. The README lists the variables.

  HUB_PORT               the hub, 4000
  HUB_MOCK_PORT          imitated OpenID issuer and SOAP services, 4001
  HUB_MOCK_LEDGER_PORT   imitated Db2, 4002
  HUB_MOCK_SMTP_PORT     imitated mail server, 4025: it takes answers by e-mail and delivers none
  HUB_DATA_DIR           data and development keys, .hub; delete it to begin anew
  HUB_MOCK_DATA          another demo world of the same shape
  HUB_MOCK_BEHAVE        bad days of the SOAP services, e.g. {"customers":{"kind":"slow","ms":5000}}
`;

/** Starts everything in order, says where it is, and stops it in the other order. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) return void process.stdout.write(HELP);

  const settings = readLaunchSettings(process.env);
  const things = new AsyncDisposableStack();
  let stopping = false;
  const close = (): Promise<void> => {
    stopping = true;
    return things.disposeAsync();
  };
  try {
    const standIns = await startStandIns(settings, new Map([[settings.hubPort, 'HUB_PORT']]));
    if (standIns.child) {
      const { child } = standIns;
      things.defer(() => child.stop());
      tellIfItDies(child, () => stopping);
    }
    stopOnSignals(close);
    // The hub's own code, the store and the demo world are got ready while the stand-ins start.
    const { startOneProcess } = await import('./one-process.js');
    const store = await openStore(settings.store);
    things.defer(() => store.close());
    await loadAndTell(store, settings);

    const variables = await standIns.variables;
    const environment = withStandIns({ LOG_LEVEL: 'warn', ...process.env }, variables);
    const hub = await startOneProcess(environment, store);
    things.defer(() => hub.close());
    say(
      banner({
        url: hub.url,
        shape: 'in one process',
        startedInMs: performance.now(),
        standIns: variables,
        variables: environment,
        store: settings.store,
        driverMissing: db2DriverMissing() !== undefined,
      }),
    );
  } catch (error) {
    await close();
    throw error;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
});
