/**
 * Descriptions of targets: plain JSON data, numbers as exact decimal text.
 *
 * A description says everything about a target by value, so it can be stored, read by a person, replayed and shrunk;
 * `buildTarget` turns it into the target.
 */
import type { MatrixShape } from '../expression/target.js';
import type { ConstantFunction } from './families/constant.js';
import type { HoelderFunction } from './families/hoelder.js';
import type { LogModulusFunction } from './families/log-modulus.js';
import type { McShaneFunction } from './families/mcshane.js';
import type { PiecewiseLinearFunction } from './families/piecewise-linear.js';
import type { RidgeFunction } from './families/ridge.js';
import type { SmoothFunction } from './families/smooth.js';

/** One `[lower, upper]` per scalar input, in vec order; a one-point axis has equal ends. */
export type DomainDescription = readonly (readonly [lower: string, upper: string])[];

/**
 * A modulus of continuity `ω` that holds on the whole space: `|f(x) − f(y)| ≤ ω(‖x − y‖₂)` for all `x`, `y`.
 *
 * - `lipschitz`: `ω(r) = constant · r`;
 * - `hoelder`: `ω(r) = constant · r^exponent`, `0 < exponent < 1`;
 * - `logarithmic`: `ω(r) = height / (2 − ln ρ)` for `floor ≤ ρ ≤ 1`, `ρ = r / radius`; linear from 0 below, constant above;
 * - `largest`: the largest of several (the entries of a sequence-to-sequence target).
 *
 * All but `largest` are concave and nondecreasing, with `ω(0) = 0`.
 */
export type ModulusDescription =
  | { readonly kind: 'lipschitz'; readonly constant: string }
  | { readonly kind: 'hoelder'; readonly constant: string; readonly exponent: string }
  | { readonly kind: 'logarithmic'; readonly height: string; readonly radius: string; readonly floor: string }
  | { readonly kind: 'largest'; readonly of: readonly ModulusDescription[] };

/** A real-valued function of all inputs; its formula holds outside the domain too. */
export type ScalarFunction =
  | ConstantFunction
  | HoelderFunction
  | LogModulusFunction
  | McShaneFunction
  | PiecewiseLinearFunction
  | RidgeFunction
  | SmoothFunction;

export type ScalarFamilyName = ScalarFunction['family'];

/** A sequence-to-sequence map `R^{width×tokens} → R^{width×tokens}`, one function of all inputs per entry. */
export interface SequenceFunction {
  readonly family: 'sequence';
  readonly shape: MatrixShape;
  /** `width · tokens` functions, in vec order (column by column). */
  readonly entries: readonly ScalarFunction[];
}

/** The domain of a function, and its modulus of continuity where the family knows one. */
export interface Described {
  readonly domain: DomainDescription;
  readonly modulus?: ModulusDescription;
}

/** A function of one family together with its domain. */
export type DescriptionOf<F> = F & Described;

/** A target with one real value. */
export type ScalarTargetDescription =
  | DescriptionOf<ConstantFunction>
  | DescriptionOf<HoelderFunction>
  | DescriptionOf<LogModulusFunction>
  | DescriptionOf<McShaneFunction>
  | DescriptionOf<PiecewiseLinearFunction>
  | DescriptionOf<RidgeFunction>
  | DescriptionOf<SmoothFunction>;

/** A target whose value is a matrix of the shape of its input. */
export type SequenceTargetDescription = DescriptionOf<SequenceFunction>;

/** Every target that the arbitraries draw; `family` tells them apart. */
export type TargetDescription = ScalarTargetDescription | SequenceTargetDescription;
