import { createClient } from '@redis/client';
import { SourceUnavailable } from '../../schema/kernel/source-errors';
import type { ChangeBus, ChangeWord } from '../../schema/ports/changes';

/** How to reach Redis, or any server that speaks its protocol. */
export interface RedisBusOptions {
  /** `redis[s]://[user:password@]host:port`. */
  readonly url: string;
  /** Told once per interruption, and of the first connection that fails. */
  readonly report: (error: unknown) => void;
}

/** The one channel that all processes of a hub tell and hear on. */
const CHANNEL = 'claims-hub:changes';

/** The name under which it appears in errors. */
const SOURCE = 'events';

/** Milliseconds between attempts to connect: soon at first, then less often. */
const again = (attempts: number): number => Math.min(100 * 2 ** Math.min(attempts, 5), 3_000);

/**
 * Word of changes by publish and subscribe: nothing is kept in Redis. It connects when it is first needed and as often as
 * it must; while it is down nothing is queued.
 */
export function createRedisBus({ url, report }: RedisBusOptions): ChangeBus {
  const clients: Client[] = [];
  function opened(): Client {
    const client = connect(url, report);
    clients.push(client);
    return client;
  }
  let sender: Client | undefined;
  return {
    async tell(words) {
      if (words.length === 0) return;
      try {
        if (!sender) {
          sender = opened();
          await firstTry(sender);
        }
        await sender.publish(
          CHANNEL,
          JSON.stringify(words.map(({ field, key, mark }) => [field, key, mark])),
        );
      } catch (cause) {
        throw new SourceUnavailable(SOURCE, { cause });
      }
    },
    listen(hear) {
      const listener = opened();
      const heard = (message: string): void => wordsIn(message).forEach(hear);
      // The client remembers what it is subscribed to, whenever it gets its connection back.
      listener
        .connect()
        .then(() => listener.subscribe(CHANNEL, heard))
        .catch(report);
    },
    async close() {
      for (const client of clients.splice(0)) if (client.isOpen) client.destroy();
    },
  };
}

type Client = ReturnType<typeof connect>;

function connect(url: string, report: RedisBusOptions['report']) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 5_000, reconnectStrategy: again },
  });
  let isDown = false;
  client.on('ready', () => (isDown = false));
  client.on('error', (error: unknown) => {
    if (!isDown) report(new SourceUnavailable(SOURCE, { cause: error }));
    isDown = true;
  });
  return client;
}

/** Waits until a client is connected, or for its first failure: it goes on trying then. */
async function firstTry(client: Client): Promise<void> {
  const failed = new Promise<never>((_, reject) => client.once('error', reject));
  const connected = client.connect();
  connected.catch(() => undefined); // Given up by whoever closes it.
  await Promise.race([connected, failed]);
}

/** Whatever else is said on the channel is no word. */
function wordsIn(message: string): ChangeWord[] {
  let decoded: unknown;
  try {
    decoded = JSON.parse(message);
  } catch {
    return [];
  }
  return (Array.isArray(decoded) ? (decoded as unknown[]) : []).flatMap((each) => {
    const [field, key, mark] = Array.isArray(each) ? (each as unknown[]) : [];
    return typeof field === 'string' && typeof key === 'string' && Number.isSafeInteger(mark)
      ? [{ field, key, mark: mark as number }]
      : [];
  });
}
