/**
 * In-context gradient descent: for every layer and prompt the literal matrices and the evaluator give the same weights.
 *
 * Layers for 1 to 4 examples of 1 to 3 features, 1 to 6 cells, all losses, with and without ridge, masks from none to
 * more than any score, residuals inside and outside of [−B, B].
 *
 * **Tolerance in decimal arithmetic.** Let `u = 10^(1−p)` bound the relative error of one operation, `C` all of `B` and
 * of the sums `Σ_j|x_j w_j| + |y|`, so that `S = 8βC² + M` bounds every score, exponent and partial sum of one. To first
 * order in `u`: a literal score takes at most `d + n + 1 ≤ 8` products and sums after 4 roundings of each key entry, and
 * its centre is off by `5uC`, which moves it by `β·4C·5uC`: at most `20uS`. The evaluator's exponents take 6 roundings, of
 * a residual off by `5uC` and times `4βC`, the scores of examples 5 more: at most `20uS + 40u` with the logarithm of a
 * share (at least `1/p`). Two weights then differ by a factor within `1 ± (2·40uS + (4N + 100)u)`, `N = np` keys, and a
 * gradient by that times `2V`, `V ≥ |ψ(L_k)||x| + λ_r|w|`, plus `5u(N + 8)V` of the sums themselves. The step multiplies by
 * `η` and adds `3uW`, `W ≥ |w|`. Doubled, for what is of second order: `2u(ηV(160S + 13N + 240) + 3W)`.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { entryOf } from '../src/attention/matrix.js';
import { layerIterates } from '../src/constructions/gradient-descent.js';
import { gradientLayer, type GradientLayer, type GradientPrompt } from '../src/constructions/gradient-layer.js';
import { layerGradient } from '../src/constructions/gradient-step.js';
import { evaluateGradientLiteral } from '../src/constructions/gradient-weights.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import { inverseTemperatureArbitrary, maskArbitrary, realArbitrary } from '../src/generators/index.js';
import { decimalIntervalSystem } from '../src/numeric/decimal-interval.js';
import { decimalSystem } from '../src/numeric/decimal.js';
import { intervalSystem } from '../src/numeric/interval.js';
import type { NumberSystem } from '../src/numeric/number-system.js';

/** The deep profile runs this many times as many cases. */
const MORE = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 20 : 1;
vi.setConfig({ testTimeout: 60_000 * MORE });

const DIGITS = 40;
const decimal = decimalSystem(DIGITS);
const oracle = decimalIntervalSystem(DIGITS);

interface Case {
  readonly layer: GradientLayer;
  readonly features: readonly (readonly string[])[];
  readonly targets: readonly string[];
  readonly weights: readonly string[];
}

const real = (most: string): fc.Arbitrary<string> => realArbitrary({ min: `-${most}`, max: most, digits: 2 });

function caseArbitrary(keys: number): fc.Arbitrary<Case> {
  return fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })).chain(([n, d]) => {
    const list = (length: number, most: string): fc.Arbitrary<string[]> =>
      fc.array(real(most), { minLength: length, maxLength: length });
    return fc
      .record({
        loss: fc.constantFrom(
          { kind: 'squared' as const },
          { kind: 'huber' as const, threshold: decimalConstant('0.8') },
          { kind: 'logistic' as const },
        ),
        residualBound: realArbitrary({ min: '0', max: '6', digits: 1 }),
        cells: fc.integer({ min: 1, max: Math.min(6, Math.floor(keys / n)) }),
        inverseTemperature: inverseTemperatureArbitrary({ min: '1e-4', max: '1e4' }),
        mask: maskArbitrary({ max: '200' }),
        stepSize: realArbitrary({ min: '0', max: '2', digits: 2 }),
        ridge: realArbitrary({ min: '0', max: '1', digits: 1 }),
        features: fc.array(list(d, '3'), { minLength: n, maxLength: n }),
        targets: list(n, '4'),
        weights: list(d, '2'),
      })
      .map(({ features, targets, weights, ...parameters }) => ({
        layer: gradientLayer({ ...parameters, examples: n, features: d }),
        features,
        targets,
        weights,
      }));
  });
}

function promptIn<T>(system: NumberSystem<T>, { features, targets, weights }: Case): GradientPrompt<T> {
  const value = (text: string): T =>
    text.startsWith('-') ? system.neg(system.literal(text.slice(1))) : system.literal(text);
  return { features: features.map((x) => x.map(value)), targets: targets.map(value), weights: weights.map(value) };
}

/** The rows of `w` in every column, after `steps` layers. */
function literalWeights<T>(system: NumberSystem<T>, input: Case, steps: number): T[][] {
  const { layer } = input;
  const after = evaluateGradientLiteral(system, layer, promptIn(system, input), steps);
  return Array.from({ length: layer.examples }, (_, i) =>
    Array.from({ length: layer.features }, (_, j) => entryOf(after, layer.features + 1 + j, i)),
  );
}

/** The tolerance derived above; doubles' own errors are far below the doubling. */
function tolerance({ layer, features, targets, weights }: Case): number {
  const size = (texts: readonly string[]): number => Math.max(...texts.map((text) => Math.abs(Number(text))));
  const [x, W] = [size(features.flat()), size(weights)];
  const B = Number(layer.axis.axis.upper.text);
  const C = Math.max(B, layer.features * x * W + size(targets));
  const S = 8 * Number(layer.inverseTemperature.text) * C * C + Number(layer.mask.text);
  // |ψ(L)| is at most B, δ or 1.
  const V = Math.max(B, 1) * x + Number(layer.ridge.text) * W;
  const N = layer.examples * layer.axis.cells;
  const eta = Number(layer.stepSize.text);
  return 2 * Number(`1e${1 - DIGITS}`) * (eta * V * (160 * S + 13 * N + 240) + 3 * W);
}

describe('the literal gradient-descent layer and its evaluator', () => {
  it('agree in decimal arithmetic to the working precision, for every small layer and prompt', () => {
    fc.assert(
      fc.property(caseArbitrary(12), (input) => {
        const allowed = decimal.fromNumber(tolerance(input));
        const fast = layerIterates(decimal, input.layer, promptIn(decimal, input), 1)[1]!;
        for (const column of literalWeights(decimal, input, 1)) {
          column.forEach((value, j) => {
            const difference = decimal.abs(decimal.sub(value, fast[j]!));
            expect(decimal.lessOrEqual(difference, allowed)).toBe(true);
          });
        }
      }),
      { numRuns: 25 * MORE },
    );
  });

  it('both enclose the truth in decimal interval arithmetic, over several steps', () => {
    fc.assert(
      fc.property(caseArbitrary(8), fc.integer({ min: 1, max: 3 }), (input, steps) => {
        const fast = layerIterates(oracle, input.layer, promptIn(oracle, input), steps)[steps]!;
        for (const column of literalWeights(oracle, input, steps)) {
          column.forEach((value, j) => {
            expect(oracle.less(value, fast[j]!)).not.toBe(true);
            expect(oracle.less(fast[j]!, value)).not.toBe(true);
          });
        }
      }),
      { numRuns: 15 * MORE },
    );
  });

  it('both enclose the truth in interval arithmetic, for every layer and prompt', () => {
    fc.assert(
      fc.property(caseArbitrary(24), (input) => {
        const truth = layerIterates(oracle, input.layer, promptIn(oracle, input), 1)[1]!;
        const fast = layerIterates(intervalSystem, input.layer, promptIn(intervalSystem, input), 1)[1]!;
        for (const weights of [fast, ...literalWeights(intervalSystem, input, 1)]) {
          weights.forEach((value, j) => {
            expect(oracle.less(truth[j]!, oracle.fromNumber(value.lo))).not.toBe(true);
            expect(oracle.less(oracle.fromNumber(value.hi), truth[j]!)).not.toBe(true);
          });
        }
      }),
      { numRuns: 40 * MORE },
    );
  });
});

describe('the evaluator of the gradient-descent layer', () => {
  it('encloses the layer whatever cells it drops, for every layer, prompt and threshold', () => {
    const threshold = fc.constantFrom(1e-9, 1e-3, 0.03, 0.3, 1);
    fc.assert(
      fc.property(caseArbitrary(24), threshold, (input, negligible) => {
        const prompt = promptIn(oracle, input);
        const all = layerGradient(oracle, input.layer, { negligible: 0 })(prompt);
        const fewer = layerGradient(oracle, input.layer, { negligible })(prompt);
        all.forEach((value, j) => {
          expect(oracle.less(value, fewer[j]!)).not.toBe(true);
          expect(oracle.less(fewer[j]!, value)).not.toBe(true);
        });
      }),
      { numRuns: 60 * MORE },
    );
  });
});
