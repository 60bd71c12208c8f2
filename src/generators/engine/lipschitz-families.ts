/** The families whose functions declare a Lipschitz constant: what jumps are added to. */
import type { DomainDescription, ScalarFunction } from '../description.js';
import { constantFamily } from '../families/constant.js';
import { mcshaneFamily } from '../families/mcshane.js';
import { piecewiseLinearFamily } from '../families/piecewise-linear.js';
import { ridgeFamily } from '../families/ridge.js';
import { pick, type Random } from './draw.js';
import type { Family } from './family.js';
import type { Simplify } from './simplify.js';

export type LipschitzFamilyName = 'constant' | 'mcshane' | 'piecewise-linear' | 'ridge';
type FunctionOf<Name extends LipschitzFamilyName> = Extract<ScalarFunction, { readonly family: Name }>;
export type LipschitzFunction = FunctionOf<LipschitzFamilyName>;

const families: { readonly [Name in LipschitzFamilyName]: Family<FunctionOf<Name>> } = {
  constant: constantFamily,
  mcshane: mcshaneFamily,
  'piecewise-linear': piecewiseLinearFamily,
  ridge: ridgeFamily,
};

const names = Object.keys(families) as readonly LipschitzFamilyName[];

export function lipschitzFamilyOf({ family }: LipschitzFunction): Family<LipschitzFunction> {
  return families[family];
}

/** All four families are equally likely. */
export function drawLipschitz(random: Random, domain: DomainDescription): LipschitzFunction {
  const family: Family<LipschitzFunction> = families[pick(random, names)];
  return family.draw(random, domain);
}

/** The constant 0, then simpler functions of the same family. */
export function simplifyLipschitz(domain: DomainDescription): Simplify<LipschitzFunction> {
  return function* (value) {
    if (value.family !== 'constant') yield { family: 'constant', value: '0' };
    yield* lipschitzFamilyOf(value).simplify(value, domain);
  };
}

/** A Lipschitz constant on the whole space, as decimal text. */
export function lipschitzConstant(value: LipschitzFunction): string {
  const modulus = lipschitzFamilyOf(value).modulus(value);
  if (modulus?.kind !== 'lipschitz') throw new TypeError(`the family ${value.family} declares no Lipschitz constant`);
  return modulus.constant;
}
