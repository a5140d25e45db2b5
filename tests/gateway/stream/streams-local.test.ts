import { streamsSuite } from './streams.suite';

describe('streams over subgraphs of this process', () => streamsSuite('one process'));
