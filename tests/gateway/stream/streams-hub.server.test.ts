import { withServer } from '../../harness/server-suite';
import { streamsHubSuite } from './streams-hub.suite';

withServer('TEST_REDIS_URL', (redis) => {
  describe('streams of a distributed hub that hears of changes through Redis', () =>
    streamsHubSuite({ mode: 'distributed', variables: (usual) => ({ ...usual, REDIS_URL: redis }) }));
});
