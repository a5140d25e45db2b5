import type { SubgraphFetch } from '../../../gateway/execute/fetch';
import { type FetchedAnswer, REPEATED } from '../../../gateway/execute/repeated-json/answer';
import { readRepeats } from '../../../gateway/execute/repeated-json/read';

/** Has answers read as they are from HTTP, equal objects at one place as one, however few they are. */
export const repeating =
  (fetch: SubgraphFetch, count: (repeated: number) => void = () => undefined): SubgraphFetch =>
  async (subgraph, request) => {
    const read = readRepeats(JSON.stringify(await fetch(subgraph, request)), Infinity);
    if (!read) throw new Error('An answer that was written by JSON.stringify is not read.');
    const answer = read.value as FetchedAnswer;
    answer[REPEATED] = read.repeated;
    count(read.repeated.size);
    return answer;
  };
