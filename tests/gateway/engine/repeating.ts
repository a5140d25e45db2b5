import type { SubgraphFetch } from '../../../gateway/execute/fetch';
import { type FetchedAnswer, REPEATED } from '../../../gateway/execute/repeated-json/answer';
import { readRepeats } from '../../../gateway/execute/repeated-json/read';
import type { GraphAnswer } from '../../../subgraphs/shared/graph-request';

/** Asks the same once: subgraphs that are asked again by another run need not answer again. */
export function remembering(fetch: SubgraphFetch): SubgraphFetch {
  const answers = new Map<string, string>();
  return async (subgraph, request) => {
    const key = JSON.stringify([subgraph, request]);
    let text = answers.get(key);
    if (text === undefined) answers.set(key, (text = JSON.stringify(await fetch(subgraph, request))));
    return JSON.parse(text) as GraphAnswer;
  };
}

/** Has answers read as they are from HTTP, equal objects at one place as one, however few they are. */
export const repeating =
  (fetch: SubgraphFetch, count: (repeated: number) => void): SubgraphFetch =>
  async (subgraph, request) => {
    const read = readRepeats(JSON.stringify(await fetch(subgraph, request)), Infinity);
    if (!read) throw new Error('An answer that was written by JSON.stringify is not read.');
    const answer = read.value as FetchedAnswer;
    answer[REPEATED] = read.repeated;
    count(read.repeated.size);
    return answer;
  };
