import { streamsSuite } from './streams.suite';

describe('streams over subgraphs of other processes', () => streamsSuite('over HTTP'));
