import { fileTypeFromBuffer } from 'file-type';

/** What is taken as evidence, and how such files' names end. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'image/heif': ['heif', 'heic'],
  'image/tiff': ['tif', 'tiff'],
  'text/plain': ['txt', 'text', 'log'],
};
const TEXT = 'text/plain';

/** Media types of evidence. */
export const evidenceTypes: readonly string[] = Object.keys(TYPES);

/** @returns how names of such files end, without the dot; none where the type is not taken. */
export const extensionsOf = (mimeType: string): readonly string[] =>
  Object.hasOwn(TYPES, mimeType) ? (TYPES[mimeType] ?? []) : [];

/** Two names of one family of files, which its makers mix up. */
const HIGH_EFFICIENCY = /^image\/hei[cf](-sequence)?$/;

const agree = (announced: string, found: string): boolean =>
  announced === found || (HIGH_EFFICIENCY.test(announced) && HIGH_EFFICIENCY.test(found));

/** @returns whether what the sender calls the body goes with what was announced. */
export function saysSame(mediaType: string | undefined, announced: string): boolean {
  const said = mediaType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return said === '' || said === 'application/octet-stream' || agree(announced, said);
}

/** Tells by its content whether a file is of the type that it was announced with, while it comes in. */
export interface ContentCheck {
  /** @returns whether it may still be of that type. To be asked once for each part, in order. */
  takes(part: Uint8Array): Promise<boolean>;
  /** @returns whether the whole of it was. */
  ends(): boolean;
}

/** What stands in no text, line ends, tabs and page breaks aside. */
const NO_TEXT = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/;

/** A file without a signature is a text where all of it can be read as UTF-8; others are told by their beginning. */
export function createContentCheck(announced: string): ContentCheck {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  const readable = (part?: Uint8Array): boolean => {
    try {
      return !NO_TEXT.test(part ? decoder.decode(part, { stream: true }) : decoder.decode());
    } catch {
      return false;
    }
  };
  return {
    async takes(part) {
      if (first) {
        first = false;
        const found = (await fileTypeFromBuffer(part))?.mime;
        if (announced === TEXT ? found !== undefined : found === undefined || !agree(announced, found))
          return false;
      }
      return announced === TEXT ? readable(part) : true;
    },
    ends: () => announced !== TEXT || readable(),
  };
}
