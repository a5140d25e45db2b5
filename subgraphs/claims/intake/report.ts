import { loadIntake, questionsFor } from './tree';
import { Motive, Product } from '../claim.enum';

/**
 * What the guided form asks, for people: read and checked, texts in all languages included.
 *
 * @throws {Error} the file is not in order; every mistake with its line.
 */
export function intakeReport(): string {
  const tree = loadIntake();
  const lines = Object.values(Motive).map((motive) => {
    const most = Object.values(Product)
      .map((product) => questionsFor(tree, product, motive))
      .reduce((longest, each) => (each.length > longest.length ? each : longest));
    return `${motive}: ${most.map(({ id, required }) => (required ? `${id}*` : id)).join(', ')}`;
  });
  return [
    `Version ${tree.version}: ${tree.questions.length} questions, every text in five languages; * must be answered.`,
    ...lines,
  ].join('\n');
}
