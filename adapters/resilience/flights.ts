import type { Underway } from './question';

/** A place in a question that is under way. */
interface Boarded<T> {
  /** It was under way already. */
  readonly joined: boolean;
  readonly answer: Promise<T>;
  /** The wait is over, however it ended; when nobody waits any more, the question is given up. */
  leave(): void;
}

/** Questions under way, so that an identical one takes their answer instead of asking again. */
export interface Flights {
  /** @param endsAt until when this one can wait. @param ask begins the question where it is not under way. */
  board<T>(key: string, endsAt: number, ask: (underway: Underway) => Promise<T>): Boarded<T>;
}

interface Flight {
  readonly answer: Promise<unknown>;
  readonly over: AbortController;
  /** `landed`: it is answered, or failed. */
  readonly wait: { endsAt: number; passengers: number; landed: boolean };
}

export function createFlights(): Flights {
  const flights = new Map<string, Flight>();
  const forget = (key: string, flight: Flight): void => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  const begin = <T>(key: string, endsAt: number, ask: (underway: Underway) => Promise<T>): Flight => {
    const over = new AbortController();
    const wait = { endsAt, passengers: 0, landed: false };
    const flight = { answer: ask({ signal: over.signal, endsAt: () => wait.endsAt }), over, wait };
    flights.set(key, flight);
    const land = (): void => {
      wait.landed = true;
      forget(key, flight);
    };
    flight.answer.then(land, land);
    return flight;
  };
  return {
    board<T>(key: string, endsAt: number, ask: (underway: Underway) => Promise<T>): Boarded<T> {
      const found = flights.get(key);
      const flight = found ?? begin(key, endsAt, ask);
      const { wait, over } = flight;
      wait.passengers += 1;
      wait.endsAt = Math.max(wait.endsAt, endsAt);
      return {
        joined: found !== undefined,
        answer: flight.answer as Promise<T>, // One key, one question, one kind of answer.
        leave() {
          wait.passengers -= 1;
          if (wait.passengers > 0 || wait.landed) return;
          forget(key, flight);
          over.abort();
        },
      };
    },
  };
}
