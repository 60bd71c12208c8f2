/**
 * The certificate of an enclosure of the sup-norm error of a max-affine layer: what docs/certificate.md says, from what a
 * search found.
 */
import { CERTIFICATE_SCHEMA, type LayerCertificate } from '../certificate/certificate.js';
import { axisValues, type GridAxis } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { compileInterval } from '../expression/compile/index.js';
import { gradient } from '../expression/differentiate.js';
import type { Expression } from '../expression/expression.js';
import type { DomainAxis, Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { decimalDown, decimalUp, exactDecimal } from '../numeric/decimal-text.js';
import { leastMagnitude } from './box-error.js';
import { describeLayer, describeTarget, isPoint } from './describe.js';
import { ErrorBounds } from './error-bounds.js';
import type { ProofLimits } from './grow-tree.js';
import { proveUpperEnd, type AxisParts, type UpperEndProof } from './prove-upper-end.js';
import type { SupNormEnclosure } from './sup-norm.js';

/** Most keys of a layer with a certificate: a checker computes the value of every one. */
export const MOST_CERTIFIED_KEYS = 2 ** 22;
/** Mass of the keys outside the windows: at a leaf what it adds, as a part of the gap; at the witness. */
const LEAF_MASS = 2e-4;
const WITNESS_MASS = 1e-18;
/** Room for a tree of one kind of leaf above the upper end that was found by several: a part of the gap, and for roundings. */
const ROOM = 2 ** -10;
const ROUNDING = 2 ** -40;
const BASE_PRECISION = 96;
const MOST_PRECISION = 1024;

/** For ends and widths, whose digits doubles would lose on a short axis far from 0. */
const system = decimalIntervalSystem(40);

/** What a search found, and an upper end that its tolerance allows: some searches know more than the leaves of a certificate. */
export interface FoundError extends Pick<SupNormEnclosure, 'lower' | 'upper' | 'witness'> {
  readonly enough: number;
}

/**
 * A certificate that the error of `layer` for `target` lies between ends near those of `found`: `lower` as it is, or less
 * by rounding; `upper` more by a thousandth of the gap at most, or by the roundings of the values, or `enough`. Undefined if the limits do not suffice for its tree.
 */
export function certifyLayer(
  layer: MaxAffineLayer,
  target: Target,
  found: FoundError,
  limits: ProofLimits,
): LayerCertificate | undefined {
  const bounds = new ErrorBounds(layer, target);
  const isDomainPoint = target.domain.map((axis) => isPoint({ axis, cells: 1 }));
  const parts = target.domain.map((axis, t) => partsOf(axis, layer.grid.axes[t]!, isDomainPoint[t]!));
  const atWitness = magnitudeAt(bounds, found.witness, isDomainPoint);
  const witnessReach = bounds.axes.map(({ windowReach }) => windowReach);
  bounds.chooseReach(leafMass(bounds, found.upper - found.lower));
  const reach = bounds.axes.map(({ windowReach }) => windowReach);
  const gradientAt = compileInterval(gradient(target.expression));
  // Where both sides of an inequality are equal, whoever checks it needs room for rounding, too.
  const rounding = Math.max(largestValue(bounds), found.upper) * ROUNDING;
  const room = Math.max((found.upper - found.lower) * ROOM, rounding);
  const goals = [found.upper + room, found.enough].filter((goal) => goal >= found.upper + room);
  let proof: UpperEndProof | undefined;
  for (const goal of goals) proof ??= proveUpperEnd(bounds, parts, gradientAt, goal, limits);
  if (proof === undefined) return undefined;
  const { leaves, tree } = proof;
  const upper = proof.upper + rounding;
  const lower = Math.max(0, Math.min(atWitness.magnitude, found.lower) - rounding);
  return {
    schema: CERTIFICATE_SCHEMA,
    ...describeTarget(target),
    layer: describeLayer(layer, target),
    enclosure: {
      lower: decimalDown(lower),
      upper: decimalUp(Math.max(upper, lower)),
      witness: found.witness.map(exactDecimal),
      output: atWitness.output,
    },
    proof: {
      precision: precisionFor(bounds, target.expression, Math.max(upper, lower)),
      parts: parts.map(({ count }) => count),
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
  isDomainPoint: readonly boolean[],
): { readonly magnitude: number; readonly output: number } {
  bounds.chooseReach(WITNESS_MASS);
  const box = Float64Array.from(
    point.flatMap((x, t) => {
      const { lower, upper } = bounds.axes[t]!;
      return isDomainPoint[t]! ? [lower[0], upper[1]] : [x, x];
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
function leafMass({ values }: ErrorBounds, gap: number): number {
  let spread = 0;
  for (let r = 0; r < values.outputs; r++) spread = Math.max(spread, values.greatest[r]! - values.least[r]!);
  return spread > 0 ? Math.min(1e-6, Math.max((LEAF_MASS * gap) / spread, WITNESS_MASS)) : 1e-6;
}

/** Enough digits that neither small errors nor sharp weights lose any that doubles have. */
function precisionFor({ axes }: ErrorBounds, { nodes }: Expression, upper: number): number {
  const sharpness = Math.max(1, ...axes.map(({ approxKappa, step }) => (step[0] > 0 ? approxKappa / step[0] : 0)));
  // The logarithm of a small number needs its digits.
  const literals = nodes.flatMap((node) => (node.op === 'literal' ? [Number(node.text)] : [])).filter((x) => x > 0);
  const digits = [
    1 / Math.min(1, ...literals),
    sharpness,
    upper > 0 ? 1 / upper : 1,
    ...axes.map(({ step }) => (step[0] > 0 ? 1 / step[0] : 1)),
  ];
  const more = digits.reduce((sum, size) => sum + Math.max(0, Math.ceil(Math.log2(size))), 0);
  return Math.min(MOST_PRECISION, 32 * Math.ceil((BASE_PRECISION + more) / 32));
}

/** The cells of a grid over the domain are its parts; another domain is one part, halved as need be. */
function partsOf(axis: DomainAxis, grid: GridAxis, isDomainPoint: boolean): AxisParts {
  if (isDomainPoint) return { count: 1, width: [0, 0] };
  const isSame = JSON.stringify(axis) === JSON.stringify(grid.axis);
  const count = isSame ? grid.cells : 1;
  const { width } = axisValues(system, { axis, cells: count });
  return { count, width: [Math.max(0, system.lower(width)), system.upper(width)] };
}
