/**
 * The error of a one-dimensional max-affine layer whose scores may each be wrong by `η`, in the worst way at every `x`:
 *
 *     E(x) = sup { |Σ ŵ_j V_j − f(x)| : ŵ_j ∝ e^{ε_j} w_j, |ε_j| ≤ η }.
 *
 * The mean is extreme where the keys on one side of a threshold have `ε = η` and those on the other `−η`: a fractional linear
 * program, bounded from above over intervals of `x`, and evaluated at points.
 */
import { axisValues, cellCentre } from '../../approximation/grid.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import type { IntervalExtension } from '../../certify/certify-function.js';
import { compileInterval } from '../../expression/compile/index.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import type { Target } from '../../expression/target.js';
import { addDown, addUp, mulDown, mulUp, subDown, subUp } from '../../numeric/directed.js';
import { intervalSystem as system, interval, midpoint, type Interval } from '../../numeric/interval.js';

export function perturbedError(layer: MaxAffineLayer, target: Target, eta: Interval): IntervalExtension {
  const [axis] = layer.grid.axes;
  if (axis === undefined || layer.grid.axes.length !== 1) throw new RangeError('the layer has one input');
  const { cells } = axis;
  const values = axisValues(system, axis);
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  const centres = Array.from({ length: cells }, (_, k) => cellCentre(system, values, k));
  const evaluate = compileInterval(layer.values);
  const out = new Float64Array(2);
  const valueAt = (x: Interval): Interval => {
    evaluate(Float64Array.of(x.lo, x.hi), out);
    return { lo: out[0], hi: out[1], defined: true };
  };
  const keys = centres.map(valueAt);
  const indices = keys.map((_, k) => k);
  const fromTop = [...indices].sort((a, b) => keys[b].hi - keys[a].hi);
  const fromBottom = [...indices].sort((a, b) => keys[a].lo - keys[b].lo);
  const ofTarget = compileInterval(target.expression);
  const twoEta = system.mul(eta, system.literal('2'));
  const grown = system.exp(twoEta);
  const low = new Float64Array(cells);
  const high = new Float64Array(cells);
  const above = new Float64Array(cells);
  const below = new Float64Array(cells);

  return (lower, upper) => {
    const x = interval(lower, upper);
    ofTarget(Float64Array.of(lower, upper), out);
    const [least, greatest] = [out[0], out[1]];
    const place = Math.floor((midpoint(x) - values.lower.lo) / values.width.hi);
    const m = Math.max(0, Math.min(cells - 1, place));
    const offset = system.sub(x, values.lower);
    const weights = keys.map((_, k): Interval => {
      if (k === m) return system.literal('1');
      const distance = system.mul(system.fromNumber(k - m), values.width);
      const middle = system.mul(system.fromNumber((k + m + 1) / 2), values.width);
      return system.exp(system.mul(r, system.mul(distance, system.sub(offset, middle))));
    });
    for (let k = 0; k < cells; k++) {
      low[k] = weights[k].lo;
      high[k] = system.mul(weights[k], grown).hi;
      above[k] = subUp(keys[k].hi, least);
      below[k] = subUp(greatest, keys[k].lo);
    }
    const most = boundExtremeMean(low, high, above, fromTop);
    const mostBelow = boundExtremeMean(low, high, below, fromBottom);
    const bound = Math.max(most, mostBelow, 0);
    if (lower !== upper || !(bound < Infinity)) return { lo: 0, hi: bound, defined: true };
    const f: Interval = { lo: least, hi: greatest, defined: true };
    const attained = Math.max(
      meanBeyond(
        weights,
        keys.map((v) => system.sub(v, f)),
        most,
        grown,
      ),
      meanBeyond(
        weights,
        keys.map((v) => system.sub(f, v)),
        mostBelow,
        grown,
      ),
      0,
    );
    return { lo: Math.min(attained, bound), hi: bound, defined: true };
  };
}

/** A lower end of the mean in which keys with differences beyond a threshold are favoured. */
function meanBeyond(
  weights: readonly Interval[],
  differences: readonly Interval[],
  threshold: number,
  grown: Interval,
): number {
  // The threshold is the mean itself, which a bound of it lies a little above.
  const favoured = (a: Interval): boolean => midpoint(a) > threshold * (1 - 1e-9) - 1e-300;
  const chosen = weights.map((w, k) => (favoured(differences[k]) ? system.mul(w, grown) : w));
  const mass = chosen.reduce((a, b) => system.add(a, b));
  const sum = chosen.map((w, k) => system.mul(w, differences[k])).reduce((a, b) => system.add(a, b));
  return system.div(sum, mass).lo;
}

/**
 * At least `sup Σ ρ_j a_j/Σ ρ_j` over `low_j ≤ ρ_j ≤ high_j`: the keys with the largest values have `high`, so that one of `P` means is
 * the largest; raised until `Σ max(low_j(a_j − λ), high_j(a_j − λ)) ≤ 0` is certain. Weights may differ by any factor, unlike in the
 * means of solvers. `order`: keys by falling value.
 */
function boundExtremeMean(
  low: Float64Array,
  high: Float64Array,
  values: Float64Array,
  order: readonly number[],
): number {
  const largest = values[order[0]];
  const least = values[order[order.length - 1]];
  if (!(largest > least && Number.isFinite(largest - least))) return least === largest ? largest : Infinity;
  let [numerator, denominator] = [0, 0];
  const rest = order.map(() => [0, 0]);
  for (let i = order.length - 1; i >= 0; i--) {
    const j = order[i];
    rest[i] = [numerator, denominator];
    numerator += low[j] * (values[j] - least);
    denominator += low[j];
  }
  let mean = least;
  [numerator, denominator] = [0, 0];
  order.forEach((j, i) => {
    numerator += high[j] * (values[j] - least);
    denominator += high[j];
    mean = Math.max(mean, least + (numerator + rest[i][0]) / (denominator + rest[i][1]));
  });
  for (let slack = (largest - least) * 2 ** -48; ; slack *= 4) {
    const candidate = mean + slack;
    if (!(candidate < largest)) return largest;
    if (isAtLeastMean(candidate, low, high, values)) return candidate;
  }
}

/** Is `g(λ) ≤ 0` for certain? */
function isAtLeastMean(mean: number, low: Float64Array, high: Float64Array, values: Float64Array): boolean {
  let [positive, negative] = [0, 0];
  for (let j = 0; j < values.length; j++) {
    if (values[j] > mean) positive = addUp(positive, mulUp(high[j], subUp(values[j], mean)));
    else negative = addDown(negative, mulDown(low[j], subDown(mean, values[j])));
  }
  return positive <= negative;
}
