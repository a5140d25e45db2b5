import { GraphQLError } from 'graphql';

/** Waits for a plan as long as somebody waits for the answer. Others may still want the plan: it is not given up. */
export async function inTime<T>(plan: Promise<T>, signal: AbortSignal): Promise<T> {
  let giveUp: () => void = () => undefined;
  const over = new Promise<never>((_, reject) => {
    giveUp = () => reject(late());
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([plan, over]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

const late = (): GraphQLError =>
  new GraphQLError('The operation could not be planned in time.', {
    extensions: { code: 'SOURCE_TIMEOUT' },
  });
