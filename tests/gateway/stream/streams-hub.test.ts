import { streamsHubSuite } from './streams-hub.suite';

describe('streams of a hub in one process', () => streamsHubSuite({ mode: 'one process' }));
