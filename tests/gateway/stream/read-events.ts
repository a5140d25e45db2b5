/** One event of a stream, as it was written. */
export interface StreamEvent {
  readonly event: string;
  readonly id?: string;
  // What an event holds is what a test looks into.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
}

/** A stream that a test reads event by event. */
export interface OpenedStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; `undefined` at the end. Signs of life are counted and left out. */
  next(): Promise<StreamEvent | undefined>;
  /** How many signs of life came before the last event that was read. */
  heartbeats(): number;
  /** The rest of it. */
  rest(): Promise<StreamEvent[]>;
  /** Goes away. */
  leave(): void;
}

/** Posts a subscription; without one, asks for events alone. */
export async function openStream(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<OpenedStream> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    signal: leaving.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let heartbeats = 0;
  const next = async (): Promise<StreamEvent | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
        if (done) return undefined;
        text += value;
        continue;
      }
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const event = eventIn(lines);
      if (event) return event;
      heartbeats += 1;
    }
  };
  return {
    ...{ status: response.status, headers: response.headers, next },
    heartbeats: () => heartbeats,
    async rest() {
      const events: StreamEvent[] = [];
      for (let each = await next(); each; each = await next()) events.push(each);
      return events;
    },
    leave: () => leaving.abort(),
  };
}

function eventIn(lines: readonly string[]): StreamEvent | undefined {
  const fields = new Map(
    lines
      .filter((line) => !line.startsWith(':'))
      .map((line) => {
        const at = line.indexOf(':');
        return [line.slice(0, at), line.slice(at + 1).trim()] as const;
      }),
  );
  const event = fields.get('event');
  if (event === undefined) return undefined;
  const [id, data = ''] = [fields.get('id'), fields.get('data')];
  return {
    event,
    ...(id === undefined ? {} : { id }),
    data: data === '' ? null : (JSON.parse(data) as unknown),
  };
}
