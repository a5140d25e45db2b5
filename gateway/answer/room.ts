/** Bytes that are kept for the next answer; a longer one leaves none of its own behind. */
const KEPT = 1 << 20;

/** Longer texts are written by Node. */
const SHORT = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const DELETE = 0x7f;

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
    this.#need(3 * text.length);
    this.at += this.#bytes.write(text, this.at);
  }

  /** Writes a JSON string. */
  text(text: string): void {
    if (text.length > SHORT || !this.#plain(text)) this.raw(JSON.stringify(text));
  }

  /** Writes again what was written from `start` to `end`. */
  again(start: number, end: number): void {
    this.#need(end - start);
    this.#bytes.copyWithin(this.at, start, end);
    this.at += end - start;
  }

  /** Begins anew. @returns what was written. */
  empty(): Buffer {
    const written = Buffer.from(this.#bytes.subarray(0, this.at));
    this.at = 0;
    if (this.#bytes.length > KEPT) this.#bytes = Buffer.allocUnsafeSlow(KEPT);
    return written;
  }

  /** Writes a short text in which nothing is escaped, which most are. @returns false where it is another. */
  #plain(text: string): boolean {
    this.#need(text.length + 2);
    const bytes = this.#bytes;
    let { at } = this;
    bytes[at++] = QUOTE;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < SPACE || code > DELETE || code === QUOTE || code === BACKSLASH) return false;
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.at = at;
    return true;
  }

  #need(more: number): void {
    if (this.at + more <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(2 * (this.at + more));
    bytes.set(this.#bytes.subarray(0, this.at));
    this.#bytes = bytes;
  }
}
