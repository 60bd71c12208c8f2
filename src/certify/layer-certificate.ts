/**
 * The certificate of an enclosure of the sup-norm error of a max-affine layer: what docs/certificate.md says, from what a
 * search found.
 */
import { CERTIFICATE_SCHEMA, type Certificate, type CertificateValues, type Tape } from '../certificate/certificate.js';
import { isPointAxis } from '../attention/axis-weights.js';
import { axisValues } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { compileInterval } from '../expression/compile/index.js';
import { gradient } from '../expression/differentiate.js';
import type { Expression } from '../expression/expression.js';
import { sharpen } from '../expression/sharpen.js';
import type { DomainAxis, Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { decimalDown, decimalUp, exactDecimal } from '../numeric/decimal-text.js';
import { leastMagnitude } from './box-error.js';
import { ErrorBounds } from './error-bounds.js';
import { proveUpperEnd, type ProofLimits } from './prove-upper-end.js';
import type { SupNormEnclosure } from './sup-norm.js';

/** Most keys of a layer with a certificate: a checker computes the value of every one. */
export const MOST_CERTIFIED_KEYS = 2 ** 22;
/** Mass of the keys outside the windows: at a leaf as a part of the error, at the witness. */
const LEAF_MASS = 1e-4;
const WITNESS_MASS = 1e-18;
/** Room for a tree of one kind of leaf above the upper end that was found by several: a part of the gap, and for roundings. */
const ROOM = 2 ** -10;
const ROUNDING = 2 ** -45;
const BASE_PRECISION = 96;
const MOST_PRECISION = 1024;

/**
 * A certificate that the error of `layer` for `target` lies between ends near those of `found`: `lower` as it is, or less
 * by rounding; `upper` more by a thousandth of the gap at most, or by the roundings of the values. Undefined if the limits do not suffice for its tree. The grid of
 * the layer is one of the target's domain.
 */
export function certifyLayer(
  layer: MaxAffineLayer,
  target: Target,
  found: Pick<SupNormEnclosure, 'lower' | 'upper' | 'witness'>,
  limits: ProofLimits,
): Certificate | undefined {
  const bounds = new ErrorBounds(layer, target);
  const atWitness = magnitudeAt(bounds, found.witness);
  const witnessReach = bounds.axes.map(({ windowReach }) => windowReach);
  bounds.chooseReach(leafMass(bounds, found.upper));
  const reach = bounds.axes.map(({ windowReach }) => windowReach);
  const gradientAt = compileInterval(gradient(target.expression));
  // Where both sides of an inequality are equal, whoever checks it needs room for rounding, too.
  const rounding = largestValue(bounds) * ROUNDING;
  const room = Math.max((found.upper - found.lower) * ROOM, rounding);
  const proof = proveUpperEnd(bounds, gradientAt, found.upper + room, limits);
  if (proof === undefined) return undefined;
  const { leaves, tree } = proof;
  const upper = proof.upper + rounding;
  const isPoint = pointAxes(layer);
  const lower = Math.max(0, Math.min(atWitness.magnitude, found.lower) - rounding);
  return {
    schema: CERTIFICATE_SCHEMA,
    target: tapeOf(sharpen(target.expression)),
    domain: target.domain.map((axis, t) => intervalOf(axis, isPoint[t]!)),
    layer: {
      axes: layer.grid.axes.map(({ axis, cells }, t) => ({ ...intervalOf(axis, isPoint[t]!), cells })),
      inverseTemperature: tapeOf(layer.inverseTemperature.expression),
      mask: tapeOf(layer.mask.expression),
      shape: { width: layer.shape.width, tokens: layer.shape.tokens },
      values: valuesOf(layer, target),
    },
    enclosure: {
      lower: decimalDown(lower),
      upper: decimalUp(Math.max(upper, lower)),
      witness: found.witness.map(exactDecimal),
      output: atWitness.output,
    },
    proof: {
      precision: precisionFor(bounds, Math.max(upper, lower)),
      parts: bounds.axes.map(({ cells }) => cells),
      reach,
      witnessReach,
      leaves,
      tree,
    },
  };
}

/** What is certain of the error at a point, with windows so large that what they leave out does not matter. */
function magnitudeAt(
  bounds: ErrorBounds,
  point: readonly number[],
): { readonly magnitude: number; readonly output: number } {
  bounds.chooseReach(WITNESS_MASS);
  const box = Float64Array.from(
    point.flatMap((x, t) => {
      const { isPoint, lower, upper } = bounds.axes[t]!;
      return isPoint ? [lower[0], upper[1]] : [x, x];
    }),
  );
  return bounds.enclose(box) === Infinity ? { magnitude: 0, output: 0 } : leastMagnitude(bounds);
}

function largestValue({ values }: ErrorBounds): number {
  let largest = 0;
  for (let r = 0; r < values.outputs; r++) largest = Math.max(largest, -values.least[r]!, values.greatest[r]!);
  return largest;
}

/** Keys left out may add so much to the error of a leaf, and no more. */
function leafMass({ values }: ErrorBounds, upper: number): number {
  let spread = 0;
  for (let r = 0; r < values.outputs; r++) spread = Math.max(spread, values.greatest[r]! - values.least[r]!);
  return spread > 0 ? Math.min(1e-6, Math.max((LEAF_MASS * upper) / spread, WITNESS_MASS)) : 1e-6;
}

/** Enough digits that neither small errors nor sharp weights lose any that doubles have. */
function precisionFor({ axes }: ErrorBounds, upper: number): number {
  const sharpness = Math.max(1, ...axes.map(({ approxKappa, step }) => (step[0] > 0 ? approxKappa / step[0] : 0)));
  const digits = [sharpness, upper > 0 ? 1 / upper : 1, ...axes.map(({ step }) => (step[0] > 0 ? 1 / step[0] : 1))];
  const more = digits.reduce((sum, size) => sum + Math.max(0, Math.ceil(Math.log2(size))), 0);
  return Math.min(MOST_PRECISION, 32 * Math.ceil((BASE_PRECISION + more) / 32));
}

function pointAxes({ grid }: MaxAffineLayer): readonly boolean[] {
  const system = decimalIntervalSystem(40);
  return grid.axes.map((axis) => isPointAxis(system, axis, axisValues(system, axis)));
}

/** Both ends; of an axis that is a single point its lower end twice, which says so. */
function intervalOf({ lower, upper }: DomainAxis, isPoint: boolean): { readonly lower: Tape; readonly upper: Tape } {
  const ends = tapeOf(lower.expression);
  return { lower: ends, upper: isPoint ? ends : tapeOf(upper.expression) };
}

function tapeOf({ inputs, nodes, outputs }: Expression): Tape {
  return { inputs, nodes, outputs };
}

function valuesOf({ values, averages }: MaxAffineLayer, { expression }: Target): CertificateValues {
  if (averages === undefined) return values === expression ? 'target' : tapeOf(values);
  const { ends } = averages;
  return {
    intervals: Array.from({ length: ends.length / 2 }, (_, i) => [
      exactDecimal(ends[2 * i]!),
      exactDecimal(ends[2 * i + 1]!),
    ]),
  };
}
