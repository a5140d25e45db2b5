import type { DocumentNode } from 'graphql';

/** An operation whose text was read: Apollo Server gets its hash, and finds here what belongs to it. */
export interface HandedOver {
  readonly query: string;
  /** SHA-256 of the text, as the reader of documents made it: never a client's word. */
  readonly hash: string;
  readonly document: DocumentNode;
}

/** Texts and documents by their hash while their operations are under way. */
export interface Handover {
  get(hash: string): HandedOver | undefined;
  /** Keeps what is handed over until the work is done. */
  during<T>(handed: HandedOver, work: () => Promise<T>): Promise<T>;
}

export function createHandover(): Handover {
  const underWay = new Map<string, { readonly handed: HandedOver; times: number }>();
  return {
    get: (hash) => underWay.get(hash)?.handed,
    async during(handed, work) {
      const { hash } = handed;
      const kept = underWay.get(hash) ?? { handed, times: 0 };
      if (kept.times === 0) underWay.set(hash, kept);
      kept.times += 1;
      try {
        return await work();
      } finally {
        kept.times -= 1;
        if (kept.times === 0) underWay.delete(hash);
      }
    },
  };
}
