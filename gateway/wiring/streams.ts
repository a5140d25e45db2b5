import type { Clock } from '../../schema/kernel/clock';
import type { AccessTable } from '../../schema/policy/compile';
import type { ChangeBus, ChangeReader } from '../../schema/ports/changes';
import { createOperationSigner } from '../../subgraphs/shared/operation-token';
import type { HubConfig } from '../config';
import type { Transports } from '../execute/fetch';
import { createRemoteChanges } from '../execute/remote-changes';
import { subgraphUrls } from '../execute/subgraph-urls';
import type { Stages } from '../pipeline';
import { followedFields } from '../stream/fields';
import type { StreamGraph } from '../stream/subscribe';
import { createPrepare } from '../stream/prepare';
import { createStreams } from '../stream/streams';

/** What streams are made of. */
interface StreamDeps {
  readonly supergraph: string;
  readonly stages: Stages;
  readonly table: AccessTable | undefined;
  readonly transports: Transports;
  /** Where it says what has changed, it is looked for less often. */
  readonly changeBus: ChangeBus | undefined;
  readonly clock: Clock;
}

/** Spans in milliseconds: proxies give up what is silent for half a minute. */
const PACE = { heartbeatMs: 15_000, slowMs: 30_000, atOnce: 16 };

/** How often it is looked for changes, in milliseconds: where nobody says what has changed, and where somebody does. */
const LOOK_MS = { alone: 1_000, told: 15_000 };

/** @param closing takes what ends with the process; streams themselves end with `streams.close`, before the server does. */
export function openStreams(
  config: Pick<HubConfig, 'streams' | 'subgraphs'>,
  { supergraph, stages, table, transports, changeBus, clock }: StreamDeps,
  closing: (() => Promise<void>)[],
): StreamGraph {
  const fields = new Map(followedFields(supergraph));
  const readers = new Map<string, ChangeReader>();
  for (const { name, subgraph } of [...fields.values()]) {
    const reader =
      readers.get(subgraph) ??
      transports.get(subgraph)?.changes ??
      remoteReader(config, supergraph, subgraph, clock, closing);
    if (reader) readers.set(subgraph, reader);
    else fields.delete(name);
  }
  const { report } = stages;
  const lookMs = changeBus ? LOOK_MS.told : LOOK_MS.alone;
  const streams = createStreams({ clock, limits: { ...PACE, lookMs, ...config.streams }, readers, report });
  changeBus?.listen(({ field, key, mark }) => streams.hear(field, key, mark));
  const beat = setInterval(streams.beat, 1_000).unref();
  closing.push(async () => clearInterval(beat));
  return { ...stages, prepare: createPrepare(stages, fields, table), streams };
}

/** @returns `undefined` where the subgraph does not speak the hub's own protocol. */
function remoteReader(
  { subgraphs }: Pick<HubConfig, 'subgraphs'>,
  supergraph: string,
  name: string,
  clock: Clock,
  closing: (() => Promise<void>)[],
): ChangeReader | undefined {
  if (subgraphs.kind !== 'http' || !subgraphs.contextKey) return undefined;
  const { urls, timeoutMs, contextKey } = subgraphs;
  const url = urls[name] ?? subgraphUrls(supergraph).get(name) ?? '';
  const remote = createRemoteChanges({
    name,
    url,
    timeoutMs,
    sign: createOperationSigner(contextKey, clock),
  });
  closing.push(() => remote.close());
  return remote;
}
