/**
 * One layer, two evaluators: for every max-affine layer the literal matrices and the product form give the same output.
 *
 * Layers interpolate random targets (real-valued, and sequence to sequence with 1 to 3 tokens of width 1 or 2, one-point
 * axes among them) on grids of 1 to 5 cells per axis, `R` from 1e-6 to 1e8, `M` from 0 to 100; points are corners,
 * centres, ties and near ties of cells, and points outside the domain.
 *
 * **Tolerance in decimal arithmetic.** Let `u = 10^(1−p)` bound the relative error of one operation, `B` all of
 * `|lo|, |hi|, |x|`, `V` all values, `N = nG`, `S = 1.5gRB² + M` every score and partial sum of one. To first order in `u`:
 *
 * - a centre is off by at most `10uB`, which moves the exact score of its key by `R·2B·10uB = 20uRB²` per axis;
 * - the literal score takes at most `2g + 8 ≤ 20` roundings relative to `S` (shift included): `20uS ≤ 30guRB² + 20uM`;
 * - the product's exponent `R·(k−m)s·(x − lo − (k+m+1)s/2)` is at most `R·2B·4B` with 5 roundings, and its second
 *   factor is off by at most `10uB`: `40uRB² + 20uRB²` per axis.
 *
 * So scores differ by at most `η = u(128gRB² + 20M)`, weights by a factor within `1 ± (2η + (2N + 10)u)`; both sums of
 * values add at most `5(N + 8)uV`. Doubled, to cover what is of second order: `2uV(256gRB² + 40M + 8N + 60)`.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { MaxAffineLayer } from '../src/attention/max-affine-layer.js';
import { evaluateProduct } from '../src/attention/product.js';
import { keyBoxes } from '../src/constructions/key-boxes.js';
import { evaluateLiteral, maxAffineSizes } from '../src/constructions/max-affine-weights.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { evaluate, evaluateConstant } from '../src/expression/evaluate.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import {
  buildTarget,
  cellsArbitrary,
  inverseTemperatureArbitrary,
  maskArbitrary,
  pointOf,
  targetArbitrary,
  type TargetDescription,
} from '../src/generators/index.js';
import { decimalIntervalSystem, type DecimalInterval } from '../src/numeric/decimal-interval.js';
import { decimalSystem } from '../src/numeric/decimal.js';
import { intervalSystem } from '../src/numeric/interval.js';
import type { NumberSystem } from '../src/numeric/number-system.js';

/** The deep profile runs this many times as many cases. */
const MORE = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 20 : 1;
vi.setConfig({ testTimeout: 60_000 * MORE });

const DIGITS = 60;
const oracle = decimalIntervalSystem(DIGITS);
const decimal = decimalSystem(DIGITS);

interface Case {
  readonly description: TargetDescription;
  readonly cells: readonly number[];
  readonly inverseTemperature: string;
  readonly mask: string;
  readonly point: readonly string[];
  /** Added to the coordinates of the point. */
  readonly shift: readonly string[];
}

/** At most `keys` columns in the literal network. */
function caseArbitrary(keys: number, inputs: { min: number; max: number }): fc.Arbitrary<Case> {
  return targetArbitrary({ inputs, onePointAxes: true }).chain((description) => {
    const { domain } = description;
    const tokens = description.family === 'sequence' ? description.shape.tokens : 1;
    const grid = cellsArbitrary({ axes: domain.length, perAxis: 5, product: Math.floor(keys / tokens) });
    const shift = fc.oneof({ weight: 3, arbitrary: fc.constant('0') }, fc.constantFrom('-0.01', '0.3', '1', '-2'));
    return grid.chain((cells) =>
      fc.record({
        description: fc.constant(description),
        cells: fc.constant(cells),
        inverseTemperature: inverseTemperatureArbitrary(),
        mask: maskArbitrary({ max: '100' }),
        point: pointOf(domain, cells),
        shift: fc.array(shift, { minLength: domain.length, maxLength: domain.length }),
      }),
    );
  });
}

function layerOf({ description, cells, inverseTemperature, mask }: Case): MaxAffineLayer {
  return maxAffine(buildTarget(description), {
    cells,
    inverseTemperature: decimalConstant(inverseTemperature),
    mask: decimalConstant(mask),
  });
}

function pointIn<T>(system: NumberSystem<T>, { point, shift }: Case): T[] {
  const value = (text: string): T => evaluateConstant(decimalConstant(text).expression, system);
  return point.map((text, t) => system.add(value(text), value(shift[t]!)));
}

/** Largest magnitude: a double at least that of every value. */
function magnitude(values: Iterable<DecimalInterval>): number {
  let most = 0;
  for (const value of values) most = Math.max(most, oracle.upper(oracle.abs(value)));
  return most;
}

/** The tolerance derived above, rounded up generously by doubles' own errors being far below the doubling. */
function tolerance(input: Case, layer: MaxAffineLayer): number {
  const g = layer.grid.axes.length;
  const ends = layer.grid.axes.flatMap(({ axis }) => [axis.lower, axis.upper]);
  const B = magnitude([...ends.map((end) => evaluateConstant(end.expression, oracle)), ...pointIn(oracle, input)]);
  const V = magnitude([...keyBoxes(oracle, layer.grid)].flatMap((centre) => evaluate(layer.values, oracle, centre)));
  const [R, M] = [Number(input.inverseTemperature), Number(input.mask)];
  const N = Number(maxAffineSizes(layer).columns);
  return 2 * Number(`1e${1 - DIGITS}`) * V * (256 * g * R * B * B + 40 * M + 8 * N + 60);
}

/** Is it certain that the two sets, of any systems, have no number in common? */
function areApart<T>(system: NumberSystem<T>, x: T, truth: DecimalInterval): boolean {
  const [lower, upper] = [oracle.fromNumber(system.lower(x)), oracle.fromNumber(system.upper(x))];
  return oracle.less(truth, lower) === true || oracle.less(upper, truth) === true;
}

describe('the literal and the product evaluator', () => {
  it('agree in decimal arithmetic to the working precision, for every small layer and point', () => {
    fc.assert(
      fc.property(caseArbitrary(16, { min: 1, max: 4 }), (input) => {
        const layer = layerOf(input);
        const x = pointIn(decimal, input);
        const allowed = decimal.fromNumber(tolerance(input, layer));
        const product = evaluateProduct(decimal, layer, x);
        const literal = evaluateLiteral(decimal, layer, x);
        expect(literal).toHaveLength(product.length);
        literal.forEach((value, output) => {
          const difference = decimal.abs(decimal.sub(value, product[output]!));
          expect(decimal.lessOrEqual(difference, allowed)).toBe(true);
        });
      }),
      { numRuns: 40 * MORE },
    );
  });

  it('both enclose the truth in decimal interval arithmetic, for every small layer and point', () => {
    fc.assert(
      fc.property(caseArbitrary(12, { min: 1, max: 3 }), (input) => {
        const layer = layerOf(input);
        const x = pointIn(oracle, input);
        const product = evaluateProduct(oracle, layer, x);
        evaluateLiteral(oracle, layer, x).forEach((value, output) => {
          expect(oracle.less(value, product[output]!)).not.toBe(true);
          expect(oracle.less(product[output]!, value)).not.toBe(true);
        });
      }),
      { numRuns: 30 * MORE },
    );
  });

  it('both enclose the truth in interval arithmetic, for every layer and point', () => {
    fc.assert(
      fc.property(caseArbitrary(75, { min: 1, max: 6 }), (input) => {
        const layer = layerOf(input);
        const truth = evaluateProduct(oracle, layer, pointIn(oracle, input));
        const x = pointIn(intervalSystem, input);
        for (const values of [evaluateLiteral(intervalSystem, layer, x), evaluateProduct(intervalSystem, layer, x)]) {
          values.forEach((value, output) => {
            expect(areApart(intervalSystem, value, truth[output]!)).toBe(false);
          });
        }
      }),
      { numRuns: 40 * MORE },
    );
  });
});

describe('the product evaluator', () => {
  it('encloses the layer whatever it drops, for every layer, point and threshold', () => {
    const threshold = fc.constantFrom(1e-9, 1e-3, 0.03, 0.3, 1);
    fc.assert(
      fc.property(caseArbitrary(125, { min: 1, max: 3 }), threshold, (input, negligible) => {
        const layer = layerOf(input);
        const x = pointIn(oracle, input);
        const all = evaluateProduct(oracle, layer, x, { negligible: 0 });
        const fewer = evaluateProduct(oracle, layer, x, { negligible });
        const doubles = evaluateProduct(intervalSystem, layer, pointIn(intervalSystem, input), { negligible });
        all.forEach((value, output) => {
          expect(oracle.less(value, fewer[output]!)).not.toBe(true);
          expect(oracle.less(fewer[output]!, value)).not.toBe(true);
          expect(areApart(intervalSystem, doubles[output]!, value)).toBe(false);
        });
      }),
      { numRuns: 80 * MORE },
    );
  });
});
