import type { Logger } from 'pino';
import type { SqlStore } from '../../schema/ports/store';
import { repeatedly } from '../../subgraphs/shared/repeatedly';
import type { HubConfig } from '../config';
import type { ReadinessCheck } from '../http/health';
import { createOperationDirectory } from '../persisted/directory';
import { createKeptTexts } from '../persisted/kept-texts';
import type { OperationCounts } from '../persisted/metrics';
import { createOpenOperation, type OpenOperation } from '../persisted/open-operation';
import { createSafelist, type Safelist } from '../persisted/safelist';
import { checksAnybody, modeOf } from '../persisted/settings';
import { createOperationStore } from '../persisted/store';
import { createUnregistered } from '../persisted/unregistered';

/** How often it is looked whether what is registered has changed. */
const REFRESH_MS = 5_000;

/** What clients may send, as this process knows it. */
export interface OpenOperations {
  readonly open: OpenOperation;
  readonly counts: () => OperationCounts;
  readonly checks: ReadinessCheck[];
}

/**
 * @param closing takes the step that stops looking for changes; the store must outlive it.
 * @throws {ManifestError} a manifest cannot be taken. A store that is down stops no start.
 */
export async function openOperations(
  { operations: settings }: Pick<HubConfig, 'operations'>,
  { store, log }: { readonly store: SqlStore; readonly log: Logger },
  closing: (() => Promise<void>)[],
): Promise<OpenOperations> {
  const safelist = checksAnybody(settings)
    ? await openSafelist(settings.dir, store, log, closing)
    : undefined;
  const texts = settings.queryBytes > 0 ? createKeptTexts(settings.queryBytes) : undefined;
  const isNamed = (id: string): boolean => settings.clients.has(id) || safelist?.of(id) !== undefined;
  const unregistered = createUnregistered(isNamed, log);
  const hashes = { hit: 0, miss: 0 };
  const isEnforced = [settings.mode, ...settings.clients.values()].includes('enforce');
  return {
    open: createOpenOperation({
      modeOf: (clientId) => modeOf(settings, clientId),
      ...{ safelist, texts, unregistered },
      noteHash: (result) => void (hashes[result] += 1),
    }),
    counts: () => ({
      unregistered: unregistered.counts(),
      hashes,
      texts: texts?.size() ?? { texts: 0, bytes: 0 },
    }),
    checks: safelist && isEnforced ? [{ name: 'operations', ready: () => isLoaded(safelist) }] : [],
  };
}

const isLoaded = async ({ loaded }: Safelist): Promise<void> => {
  if (!loaded) throw new Error('not read yet');
};

async function openSafelist(
  dir: string | undefined,
  store: SqlStore,
  log: Logger,
  closing: (() => Promise<void>)[],
): Promise<Safelist> {
  const safelist = createSafelist(
    dir === undefined ? createOperationStore(store) : createOperationDirectory(dir),
    log,
  );
  await (dir === undefined ? safelist.refresh() : safelist.load());
  // It tells by itself what it cannot read.
  const looking = repeatedly(REFRESH_MS, safelist.refresh, () => undefined);
  closing.push(looking.close);
  return safelist;
}
