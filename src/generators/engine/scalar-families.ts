/** All families of real-valued functions, by name. */
import type { ScalarFamilyName, ScalarFunction } from '../description.js';
import { constantFamily } from '../families/constant.js';
import { hoelderFamily } from '../families/hoelder.js';
import { logModulusFamily } from '../families/log-modulus.js';
import { mcshaneFamily } from '../families/mcshane.js';
import { piecewiseLinearFamily } from '../families/piecewise-linear.js';
import { ridgeFamily } from '../families/ridge.js';
import { smoothFamily } from '../families/smooth.js';
import type { Family } from './family.js';

type FunctionOf<Name extends ScalarFamilyName> = Extract<ScalarFunction, { readonly family: Name }>;

const families: { readonly [Name in ScalarFamilyName]: Family<FunctionOf<Name>> } = {
  constant: constantFamily,
  mcshane: mcshaneFamily,
  'piecewise-linear': piecewiseLinearFamily,
  ridge: ridgeFamily,
  hoelder: hoelderFamily,
  'log-modulus': logModulusFamily,
  smooth: smoothFamily,
};

/** Simplest first: a target shrinks to an earlier family where the option allows it. */
export const scalarFamilyNames = Object.keys(families) as readonly ScalarFamilyName[];

/** The family called `name`, seen as a family of arbitrary functions: give it only functions of its own. */
export function familyNamed(name: ScalarFamilyName): Family<ScalarFunction> {
  return families[name];
}

/** The family that a function belongs to. */
export function familyOf(value: ScalarFunction): Family<ScalarFunction> {
  return familyNamed(value.family);
}
