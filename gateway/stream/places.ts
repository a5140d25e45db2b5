import { HubError } from '../../schema/kernel/errors';

/** Counts what is open, so that neither one caller nor all together have too much. */
export interface Places {
  /** @returns gives the place back; any number of times. @throws {HubError} `RATE_LIMITED`: there is none left. */
  take(caller: string): () => void;
  /** How often there was none. */
  refused(): number;
}

/** @param total of everybody. @param perCaller of one. */
export function createPlaces(total: number, perCaller: number): Places {
  const byCaller = new Map<string, number>();
  let taken = 0;
  let refused = 0;
  return {
    refused: () => refused,
    take(caller) {
      const own = byCaller.get(caller) ?? 0;
      if (own >= perCaller || taken >= total) {
        refused += 1;
        throw new HubError('RATE_LIMITED', own >= perCaller ? TOO_MANY_OF_YOURS : TOO_MANY);
      }
      taken += 1;
      byCaller.set(caller, own + 1);
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        taken -= 1;
        const left = (byCaller.get(caller) ?? 1) - 1;
        if (left > 0) byCaller.set(caller, left);
        else byCaller.delete(caller);
      };
    },
  };
}

const TOO_MANY_OF_YOURS = 'Too many streams are open for you: close one first.';
const TOO_MANY = 'Too many streams are open: try again later.';
