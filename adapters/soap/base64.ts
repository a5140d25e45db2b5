import { SoapFailure } from './failure';

/** Decodes base64 that arrives in pieces. */
export interface Base64Decoder {
  /** @throws {SoapFailure} not base64. */
  push(text: string): Buffer;
  /** Ends one document; the next piece begins another. @throws {SoapFailure} it was cut short. */
  end(): void;
}

export function createBase64Decoder(): Base64Decoder {
  let held = '';
  let isPadded = false;
  return {
    push(text) {
      const all = held + text.replace(/[\s]+/g, '');
      const whole = all.slice(0, all.length - (all.length % 4));
      held = all.slice(whole.length);
      if (whole === '') return Buffer.alloc(0);
      if (isPadded || !/^[A-Za-z\d+/]*={0,2}$/.test(whole)) throw new SoapFailure('AnswerBreaksContract');
      isPadded = whole.endsWith('=');
      return Buffer.from(whole, 'base64');
    },
    end() {
      if (held !== '') throw new SoapFailure('AnswerBreaksContract');
      isPadded = false;
    },
  };
}
