/** Parts of targets that several builders share. */
import { decimalConstant } from '../../expression/real-constant.js';
import type { DeclaredModulus, DomainAxis } from '../../expression/target.js';
import type { DomainDescription, ModulusDescription } from '../description.js';

/** Throws `RangeError` when an end is not decimal text. */
export function domainAxes(domain: DomainDescription): DomainAxis[] {
  return domain.map(([lower, upper]) => ({ lower: decimalConstant(lower), upper: decimalConstant(upper) }));
}

/** The modulus as a target declares it: Lipschitz and Hölder ones, `undefined` for all others. */
export function declaredModulus(modulus: ModulusDescription | undefined): DeclaredModulus | undefined {
  switch (modulus?.kind) {
    case 'lipschitz':
      return { constant: decimalConstant(modulus.constant), exponent: decimalConstant('1') };
    case 'hoelder':
      return { constant: decimalConstant(modulus.constant), exponent: decimalConstant(modulus.exponent) };
    default:
      return undefined;
  }
}
