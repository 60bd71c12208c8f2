/** The modulus of a map whose error is that of its worst entry. */
import type { ModulusDescription } from '../description.js';
import { exact } from './exact-decimal.js';

/** The largest of the moduli, each listed once; undefined if one of them is unknown. */
export function combineModuli(moduli: readonly (ModulusDescription | undefined)[]): ModulusDescription | undefined {
  const known = moduli.filter((modulus) => modulus !== undefined);
  if (known.length < moduli.length || known.length === 0) return undefined;
  const lipschitz = known.filter((modulus) => modulus.kind === 'lipschitz');
  const steepest = lipschitz.length === 0 ? [] : [lipschitz.reduce(steeper)];
  const others = known.filter((modulus) => modulus.kind !== 'lipschitz');
  const distinct = [...new Map([...steepest, ...others].map((modulus) => [JSON.stringify(modulus), modulus])).values()];
  return distinct.length === 1 ? distinct[0] : { kind: 'largest', of: distinct };
}

function steeper<T extends { readonly constant: string }>(a: T, b: T): T {
  return exact(a.constant).gte(exact(b.constant)) ? a : b;
}
