import { BadUserInput } from '../../../schema/kernel/errors';
import { extensionsOf } from './file-types';

/** UTF-16 units: what the screens of the document store show. */
const NAME_MAX = 120;

/** No characters, or none that a reader sees: some turn the order of others, so that a name reads as another. Joiners stay. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** Folders, drives and what the file systems of those who open it do not take. */
const UNSAFE = /[/\\:*?"<>|]/;

/** Names of devices to some systems, whatever follows the first dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Checks what a file is called. It is kept as it is, or refused: nothing is replaced or cut.
 *
 * @param mimeType the type that it was announced with; the name must end as such files do.
 * @throws {BadUserInput} with a sentence for whoever chose the file; the name is not repeated.
 */
export function checkFileName(argument: string, name: string, mimeType: string): void {
  const refuse = (reason: string): never => {
    throw new BadUserInput(argument, reason);
  };
  if (name.length > NAME_MAX) refuse(`at most ${NAME_MAX} characters are taken.`);
  if (!name.isWellFormed() || UNSEEN.test(name)) refuse('contains control characters or broken characters.');
  if (UNSAFE.test(name))
    refuse('is a file’s name alone, without folders and without any of / \\ : * ? " < > |.');
  if (name !== name.trim() || /^\.|\.$/.test(name) || DEVICE.test(name)) refuse('is not a name for a file.');
  const extensions = extensionsOf(mimeType);
  const ending = /.\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined || !extensions.includes(ending)) {
    refuse(`a name that ends in ${extensions.map((each) => `.${each}`).join(' or ')} is expected.`);
  }
}
