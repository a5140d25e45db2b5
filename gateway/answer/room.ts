import { BACKSLASH, QUOTE } from './letters';

/** Bytes that are kept for the next answer; a longer one leaves none of its own behind. */
const KEPT = 1 << 20;

/** Longer texts are written by Node: quicker for them alone. */
const SHORT = 100;

const SPACE = 0x20;

/** By code: letters that are one byte, and those of them that JSON does not escape. */
const LETTERS = new Uint8Array(128).fill(1);
const PLAIN = LETTERS.map((_, code) => Number(code >= SPACE && code !== QUOTE && code !== BACKSLASH));

/** Where JSON is written to. It is used again: nothing lives as long as an answer is written but the answer. */
export class Room {
  #bytes = Buffer.allocUnsafeSlow(1 << 16);
  /** How much is written. */
  at = 0;

  /** Writes one letter of ASCII. */
  letter(code: number): void {
    this.#need(1);
    this.#bytes[this.at++] = code;
  }

  /** Writes letters as they are. */
  raw(text: string): void {
    if (text.length <= SHORT && this.#short(text, LETTERS)) return;
    this.#need(3 * text.length);
    this.at += this.#bytes.write(text, this.at);
  }

  /** Writes a JSON string. */
  text(text: string): void {
    const start = this.at;
    this.letter(QUOTE);
    if (text.length <= SHORT && this.#short(text, PLAIN)) return this.letter(QUOTE);
    this.at = start;
    this.raw(JSON.stringify(text));
  }

  /** Writes again what was written from `start` to `end`. */
  again(start: number, end: number): void {
    this.#need(end - start);
    this.#bytes.copyWithin(this.at, start, end);
    this.at += end - start;
  }

  /** Begins anew. @returns what was written. */
  empty(): Buffer {
    const written = Buffer.allocUnsafeSlow(this.at);
    this.#bytes.copy(written, 0, 0, this.at);
    this.at = 0;
    if (this.#bytes.length > KEPT) this.#bytes = Buffer.allocUnsafeSlow(KEPT);
    return written;
  }

  /** @returns false, nothing being written, where not all letters are of a kind. */
  #short(text: string, kind: Uint8Array): boolean {
    this.#need(text.length);
    const bytes = this.#bytes;
    const { at } = this;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (kind[code] !== 1) return false;
      bytes[at + index] = code;
    }
    this.at = at + text.length;
    return true;
  }

  #need(more: number): void {
    if (this.at + more <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(2 * (this.at + more));
    bytes.set(this.#bytes.subarray(0, this.at));
    this.#bytes = bytes;
  }
}
