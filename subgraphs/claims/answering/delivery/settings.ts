import { z } from 'zod';

/** Where answers by e-mail are handed over. */
export interface MailSettings {
  /** `smtp:` or `smtps:`. */
  readonly url: string;
  readonly from: string;
  /** Nothing is sent before the connection is encrypted. */
  readonly encrypted: boolean;
}

/** Variables of e-mail. */
export const mailVariables = {
  NODE_ENV: z.string().optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, message: 'it must be a URL that begins with smtp:// or smtps://' })
    .optional(),
  SMTP_FROM: z.email({ message: 'it must be an e-mail address' }).optional(),
};

/** @param env what `mailVariables` has read. In production an e-mail is sent encrypted, or not at all. */
export function mailSettings(
  { NODE_ENV, SMTP_URL: url, SMTP_FROM: from }: z.output<z.ZodObject<typeof mailVariables>>,
  context: z.RefinementCtx,
): { readonly mail?: MailSettings } {
  if (url === undefined) return {};
  if (from === undefined) {
    context.addIssue({
      code: 'custom',
      path: ['SMTP_FROM'],
      message: 'the sender of answers by e-mail is expected',
    });
    return {};
  }
  return { mail: { url, from, encrypted: NODE_ENV === 'production' } };
}
