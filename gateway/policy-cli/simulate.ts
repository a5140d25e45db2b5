import type { Command } from './command';
export const simulate: Command = {
  name: 'simulate',
  summary: '-',
  help: '-',
  options: {},
  words: [0, 0],
  run: () => 0,
};
