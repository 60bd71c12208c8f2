/**
 * Arbitraries for fast-check 4: targets with known moduli of continuity, integrable targets, targets of key and query tokens;
 * domains, points, grids, temperatures, masks, precisions, softmax scores; ranges and queries, keys and heads, functions of
 * tokens, sequences, prompts.
 *
 * Everything drawn is plain JSON data with exact numbers as decimal text, and shrinks by value: a stored case shrinks as
 * well as a fresh one. `buildTarget`, `buildIntegrable` and `buildCrossTarget` turn a description of a target into the target.
 */
export { approxFunction } from './approx-function.js';
export { ballArbitrary } from './ball.js';
export { buildCrossTarget } from './build-cross-target.js';
export { buildIntegrable } from './build-integrable.js';
export { buildTarget } from './build-target.js';
export { buildTokenFunctions } from './build-token-functions.js';
export { cellsArbitrary, type CellsConstraints } from './cells.js';
export { constantArbitrary } from './constant.js';
export type { CrossFunction, CrossReading, CrossTargetDescription } from './cross-description.js';
export { crossTargetArbitrary, type CrossTargetConstraints } from './cross-target.js';
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
export type { CountRange } from './engine/count-range.js';
export type { InputCount } from './engine/domain-engine.js';
export type { IntegrableConstraints } from './engine/integrable-target.js';
export type { LipschitzFamilyName, LipschitzFunction } from './engine/lipschitz-families.js';
export type { TargetConstraints } from './engine/scalar-target-arbitrary.js';
export type { BallFunction } from './families/ball.js';
export type { ConstantFunction } from './families/constant.js';
export type { ContinuousFunction, DeclaredContinuity } from './families/continuous.js';
export type { HoelderExponent, HoelderFunction, HoelderTerm } from './families/hoelder.js';
export type { JumpSequenceFunction } from './families/jump-sequence.js';
export type { DeclaredJumps, Hyperplane, Jump, JumpsFunction } from './families/jumps.js';
export type { LogModulusFunction } from './families/log-modulus.js';
export type { McShaneAnchor, McShaneFunction } from './families/mcshane.js';
export type { AffinePiece, PiecewiseLinearFunction } from './families/piecewise-linear.js';
export type { Ridge, RidgeFunction, RidgeProfile } from './families/ridge.js';
export type { SingularFunction } from './families/singular.js';
export type { Monomial, SmoothFunction, SmoothProfile, SmoothTerm } from './families/smooth.js';
export { headsArbitrary, type HeadsConstraints, type HeadsDescription } from './heads.js';
export { hoelderArbitrary } from './hoelder.js';
export type {
  BallDescription,
  ContinuousDescription,
  IntegrableFamilyName,
  IntegrableFunction,
  IntegrableTargetDescription,
  JumpsDescription,
  JumpSequenceDescription,
  SingularDescription,
} from './integrable-description.js';
export { integrableArbitrary, type AnyIntegrableConstraints } from './integrable.js';
export { inverseTemperatureFor } from './inverse-temperature-for.js';
export { inverseTemperatureArbitrary, type InverseTemperatureConstraints } from './inverse-temperature.js';
export { jumpSequenceArbitrary } from './jump-sequence.js';
export { jumpsArbitrary } from './jumps.js';
export { keyCountArbitrary, type KeyCountConstraints } from './key-count.js';
export { lipschitzApproximation, type LipschitzApproximation } from './lipschitz-approximation.js';
export { logModulusArbitrary } from './log-modulus.js';
export { maskArbitrary, type MaskConstraints } from './mask.js';
export { mcshaneArbitrary } from './mcshane.js';
export { evaluateModulus } from './modulus.js';
export { perturbedScoresArbitrary, type PerturbedScoresCase } from './perturbed-scores.js';
export { piecewiseLinearArbitrary } from './piecewise-linear.js';
export { pointOf } from './point.js';
export { precisionArbitrary, type PrecisionConstraints } from './precision.js';
export {
  promptArbitrary,
  type ExampleDescription,
  type LossDescription,
  type LossKind,
  type PromptConstraints,
  type PromptDescription,
} from './prompt.js';
export { queryArbitrary, type QueryConstraints } from './query.js';
export { rangeArbitrary, type RangeConstraints, type RangeDescription } from './range.js';
export { realArbitrary, type RealConstraints } from './real.js';
export { ridgeArbitrary } from './ridge.js';
export { scoresArbitrary, type ScoresCase, type ScoresConstraints } from './scores.js';
export { sequenceInputArbitrary, type SequenceInput, type SequenceInputConstraints } from './sequence-input.js';
export { sequenceArbitrary, type SequenceConstraints } from './sequence.js';
export { sharpnessArbitrary } from './sharpness.js';
export { singularArbitrary } from './singular.js';
export { smoothArbitrary } from './smooth.js';
export { targetArbitrary, type AnyTargetConstraints } from './target.js';
export {
  tokenFunctionArbitrary,
  type TokenFunctionConstraints,
  type TokenFunctionDescription,
} from './token-function.js';
