import type { Command } from './command';
export const gaps: Command = {
  name: 'gaps',
  summary: '-',
  help: '-',
  options: {},
  words: [0, 0],
  run: () => 0,
};
