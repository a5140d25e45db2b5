import type { Adapter, AdapterPayload } from 'oidc-provider';

/**
 * Keeps what the issuer keeps, in memory. Its access tokens are self-contained and its grant leaves nothing behind,
 * so little ever gets here; `oidc-provider` warns about its own stand-in, therefore this one.
 */
export function createMemoryAdapter(model: string): Adapter {
  const entries = new Map<string, AdapterPayload>();
  const key = (id: string): string => `${model}:${id}`;
  const first = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
    [...entries.values()].find(matches);
  return {
    upsert: async (id, payload) => void entries.set(key(id), payload),
    find: async (id) => entries.get(key(id)),
    findByUserCode: async (userCode) => first((payload) => payload.userCode === userCode),
    findByUid: async (uid) => first((payload) => payload.uid === uid),
    consume: async (id) => {
      const payload = entries.get(key(id));
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => void entries.delete(key(id)),
    revokeByGrantId: async (grantId) => {
      for (const [id, payload] of entries) if (payload.grantId === grantId) entries.delete(id);
    },
  };
}
