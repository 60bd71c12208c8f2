/**
 * Descriptions may come from files, and what they declare is what claims rest on: it has to be what their families say of
 * such functions, neither more nor less.
 */
import type { ModulusDescription } from '../description.js';
import { isEqualData } from './equal-data.js';
import { exact, ONE, ZERO } from './exact-decimal.js';

/** Throws a `RangeError` for a declared modulus that is not the one that the family has, or is none. */
export function requireDeclared(declared: ModulusDescription | undefined, own: ModulusDescription | undefined): void {
  if (declared === undefined) return;
  if (!isEqualData(declared, own)) {
    const known = own === undefined ? 'none that is known' : JSON.stringify(own);
    throw new RangeError(
      `the modulus of continuity ${JSON.stringify(declared)} is declared of a function that has ${known}`,
    );
  }
  if (!isModulus(declared)) {
    throw new RangeError(`${JSON.stringify(declared)} is no modulus of continuity: it would be negative or fall`);
  }
}

/** Throws a `RangeError` for a part of a description that is not what its family declares. */
export function requireDeclaredParts(description: object, own: object): void {
  const given = new Map<string, unknown>(Object.entries(description));
  for (const [name, part] of Object.entries(own) as [string, unknown][]) {
    if (name === 'modulus')
      requireDeclared(given.get(name) as ModulusDescription | undefined, part as ModulusDescription);
    else if (!isEqualData(given.get(name), part)) {
      throw new RangeError(
        `${name} ${JSON.stringify(given.get(name))} is declared of a function that has ${JSON.stringify(part)}`,
      );
    } else if (name === 'lipschitz' && exact(part as string).lt(ZERO)) {
      throw new RangeError(`the Lipschitz constant ${String(part)} is negative`);
    }
  }
}

function isModulus(modulus: ModulusDescription): boolean {
  switch (modulus.kind) {
    case 'lipschitz':
      return exact(modulus.constant).gte(ZERO);
    case 'hoelder': {
      const exponent = exact(modulus.exponent);
      return exact(modulus.constant).gte(ZERO) && exponent.gt(ZERO) && exponent.lte(ONE);
    }
    case 'logarithmic': {
      const floor = exact(modulus.floor);
      const isScaled = exact(modulus.height).gte(ZERO) && exact(modulus.radius).gt(ZERO);
      return isScaled && floor.gt(ZERO) && floor.lte(ONE);
    }
    case 'largest':
      return modulus.of.every(isModulus);
  }
}
