import { z } from 'zod';

/** How evidence is taken. */
export interface EvidenceSettings {
  /** The largest file, bytes. */
  readonly maxBytes: number;
  /** Where clamd listens; absent where there is no scanner. */
  readonly clamd?: { readonly host: string; readonly port: number };
  /** What becomes of files that no scanner looked at. */
  readonly unscanned: 'accept' | 'hold';
}

/** As in development, with nothing said. */
export const USUAL_EVIDENCE: EvidenceSettings = { maxBytes: 10 * 1024 * 1024, unscanned: 'accept' };

/** Variables of evidence. */
export const evidenceVariables = {
  NODE_ENV: z.string().optional(),
  HUB_CLAMD: z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, 'it must be host:port')
    .optional(),
  HUB_EVIDENCE_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(100 * 1024 * 1024)
    .default(USUAL_EVIDENCE.maxBytes),
  HUB_EVIDENCE_UNSCANNED: z.enum(['accept', 'hold']).optional(),
};

/** @param env what `evidenceVariables` has read. In production nothing goes on that was not scanned, unless it is said. */
export function evidenceSettings(env: z.output<z.ZodObject<typeof evidenceVariables>>): EvidenceSettings {
  const [, host, port] = /^\[?(.+?)\]?:(\d+)$/.exec(env.HUB_CLAMD ?? '') ?? [];
  return {
    maxBytes: env.HUB_EVIDENCE_MAX_BYTES,
    unscanned:
      env.HUB_EVIDENCE_UNSCANNED ?? (env.NODE_ENV === 'production' ? 'hold' : USUAL_EVIDENCE.unscanned),
    ...(host === undefined ? {} : { clamd: { host, port: Number(port) } }),
  };
}
