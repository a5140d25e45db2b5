import type { ElementDeclaration, Particle } from './schema';
import type { XmlElement } from './xml';

/** Where a request breaks its contract; the value itself is not repeated. */
export class ContractViolation extends Error {
  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.name = 'ContractViolation';
  }
}

const XSI_NIL = '{http://www.w3.org/2001/XMLSchema-instance}nil';

/** @throws {ContractViolation} the element, or anything in it, is not what was declared: name, order, number, form. */
export function validate(found: XmlElement, declared: ElementDeclaration, path = declared.name): void {
  if (['true', '1'].includes(found.attributes.get(XSI_NIL) ?? '')) {
    if (!declared.nillable) throw new ContractViolation(path, 'is not nillable');
    if (found.children.length > 0 || found.text !== '')
      throw new ContractViolation(path, 'is nil and not empty');
    return;
  }
  const type = declared.type();
  if (type.kind === 'simple') {
    const problem =
      found.children.length > 0 ? 'holds elements where text is declared' : type.check(found.text);
    if (problem !== undefined) throw new ContractViolation(path, problem);
    return;
  }
  if (found.text.trim() !== '') throw new ContractViolation(path, 'holds text between its elements');
  const next = match(type.content, found.children, 0, path);
  const extra = found.children[next];
  if (extra) throw new ContractViolation(path, `the element ${extra.name} is not expected here`);
}

/** Reads as many of `children` from `at` as the particle takes. @returns the index of the next one. */
function match(particle: Particle, children: readonly XmlElement[], at: number, path: string): number {
  if (particle.kind === 'sequence') {
    return particle.parts.reduce((index, part) => match(part, children, index, path), at);
  }
  if (particle.kind === 'choice') {
    const chosen = particle.parts.find((part) => startsWith(part, children[at]));
    if (chosen) return match(chosen, children, at, path);
    if (particle.min === 0) return at;
    throw new ContractViolation(path, 'none of the alternatives is present');
  }
  const { element, min, max } = particle;
  let index = at;
  for (let child = children[index]; child && isNamed(child, element); child = children[++index]) {
    if (index - at >= max)
      throw new ContractViolation(`${path}/${element.name}`, `occurs more than ${max} times`);
    validate(child, element, `${path}/${element.name}`);
  }
  if (index - at < min) throw new ContractViolation(path, `the element ${element.name} is expected`);
  return index;
}

function startsWith(particle: Particle, child: XmlElement | undefined): boolean {
  if (!child) return false;
  if (particle.kind === 'element') return isNamed(child, particle.element);
  return particle.parts.some((part) => startsWith(part, child));
}

function isNamed(child: XmlElement, { namespace, name }: ElementDeclaration): boolean {
  return child.namespace === namespace && child.name === name;
}
