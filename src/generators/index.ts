/**
 * Arbitraries for fast-check 4: targets with known moduli of continuity, domains, points, grids, temperatures, masks,
 * precisions, softmax scores.
 *
 * Everything drawn is plain JSON data with exact numbers as decimal text, and shrinks by value: a stored case shrinks as
 * well as a fresh one. `buildTarget` turns a description of a target into the target.
 */
export { approxFunction } from './approx-function.js';
export { buildTarget } from './build-target.js';
export { cellsArbitrary, type CellsConstraints } from './cells.js';
export { constantArbitrary } from './constant.js';
export { decimalDigitsArbitrary, type DecimalDigitsConstraints } from './decimal-digits.js';
export type {
  Described,
  DescriptionOf,
  DomainDescription,
  ModulusDescription,
  ScalarFamilyName,
  ScalarFunction,
  ScalarTargetDescription,
  SequenceFunction,
  SequenceTargetDescription,
  TargetDescription,
} from './description.js';
export { domainArbitrary, type DomainConstraints } from './domain.js';
export type { InputCount } from './engine/domain-engine.js';
export type { TargetConstraints } from './engine/scalar-target-arbitrary.js';
export type { ConstantFunction } from './families/constant.js';
export type { HoelderExponent, HoelderFunction, HoelderTerm } from './families/hoelder.js';
export type { LogModulusFunction } from './families/log-modulus.js';
export type { McShaneAnchor, McShaneFunction } from './families/mcshane.js';
export type { AffinePiece, PiecewiseLinearFunction } from './families/piecewise-linear.js';
export type { Ridge, RidgeFunction, RidgeProfile } from './families/ridge.js';
export type { Monomial, SmoothFunction, SmoothProfile, SmoothTerm } from './families/smooth.js';
export { hoelderArbitrary } from './hoelder.js';
export { inverseTemperatureArbitrary, type InverseTemperatureConstraints } from './inverse-temperature.js';
export { logModulusArbitrary } from './log-modulus.js';
export { maskArbitrary, type MaskConstraints } from './mask.js';
export { mcshaneArbitrary } from './mcshane.js';
export { evaluateModulus } from './modulus.js';
export { perturbedScoresArbitrary, type PerturbedScoresCase } from './perturbed-scores.js';
export { piecewiseLinearArbitrary } from './piecewise-linear.js';
export { pointOf } from './point.js';
export { precisionArbitrary, type PrecisionConstraints } from './precision.js';
export { realArbitrary, type RealConstraints } from './real.js';
export { ridgeArbitrary } from './ridge.js';
export { scoresArbitrary, type ScoresCase, type ScoresConstraints } from './scores.js';
export { sequenceArbitrary, type SequenceConstraints } from './sequence.js';
export { smoothArbitrary } from './smooth.js';
export { targetArbitrary, type AnyTargetConstraints } from './target.js';
