/**
 * Computed softmax weights against their bound (claim `evaluation-error`), on many random vectors: 10⁵ of every format up to float32
 * by default, 10⁷ with SOFTPROOF_PROFILE=deep, decided rigorously in interval arithmetic on doubles. Doubles are too coarse to judge
 * float64 itself: it and the decimal formats are decided in decimals as the claim does it, 1000 vectors of each, or 10⁵.
 */
import { describe, expect, it } from 'vitest';
import { defaultEvaluation } from '../src/formats/evaluation-options.js';
import type { Format } from '../src/formats/format.js';
import { bfloat16, float16, float32, formatOf, fp8e4m3, fp8e5m2 } from '../src/formats/formats.js';
import { softmaxWeights } from '../src/formats/softmax-mean.js';
import { kernels } from '../src/numeric/index.js';
import { evaluationError } from '../src/theorems/evaluation-error.js';

const formats = [float32, float16, bfloat16, fp8e4m3, fp8e5m2];
const isDeep = process.env['SOFTPROOF_PROFILE'] === 'deep';
const VECTORS = isDeep ? 10_000_000 : 100_000;
const DECIMAL_VECTORS = isDeep ? 100_000 : 1000;
const MOST_KEYS = 8;

/** A linear congruential generator: the same vectors everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const { addDown, addUp, divUp, expLower, expUpper, logLower, logUpper, subDown, subUp } = kernels;

/** The largest part of its bound that a vector's weights take, rounded up; 0 if something leaves the normal range. */
function share(format: Format<number>, scores: readonly number[]): number {
  const { weights } = softmaxWeights(format, defaultEvaluation, scores);
  const most = Math.max(...scores);
  const { unitRoundoff: u, smallestNormal } = format;
  let [low, high] = [0, 0];
  for (const score of scores) {
    if (format.exp(format.sub(score, most)) < smallestNormal) return 0;
    const gap = [subDown(score, most), subUp(score, most)] as const;
    low = addDown(low, expLower(...gap));
    high = addUp(high, expUpper(...gap));
  }
  const n = scores.length;
  // At least ln((1 + u)/(1 − u)) of the bound is 2u.
  const common = u * (2 * (n + 1) + logLower(n, n)) * (1 - 2 ** -50);
  let worst = 0;
  scores.forEach((score, k) => {
    const weight = weights[k]!;
    if (weight < smallestNormal) return;
    const top = addUp(addUp(logUpper(weight, weight), subUp(most, score)), logUpper(high, high));
    const bottom = addDown(addDown(logLower(weight, weight), subDown(most, score)), logLower(low, low));
    const observed = Math.max(top, -bottom);
    worst = Math.max(worst, divUp(observed, common + u * (most - score) * (1 - 2 ** -50)));
  });
  return worst;
}

describe.each(formats.map((format) => [format.name, format] as const))('%s', (name, format) => {
  it(`no weight of ${VECTORS} random vectors is further from the exact one than stated`, { timeout: 3_600_000 }, () => {
    const next = generator(name.length + Math.round(1 / format.unitRoundoff));
    const depth = -Math.log(format.smallestNormal);
    let [tightest, counted] = [0, 0];
    for (let i = 0; i < VECTORS; i++) {
      const n = 1 + Math.floor(next() * MOST_KEYS);
      const reach = Math.min(depth, 60) * next();
      const place = 8 * (next() - 0.5);
      const scores = Array.from({ length: n }, () => format.fromNumber(place - reach * next()));
      const found = share(format, scores);
      if (found > 0) counted++;
      if (found > 1) expect.fail(`${name}: ${scores.join(', ')} takes ${found} of its bound`);
      tightest = Math.max(tightest, found);
    }
    expect(counted).toBeGreaterThan(VECTORS / 3);
    // A bound that nothing comes near would be worth little.
    expect(tightest).toBeGreaterThan(0.25);
  });
});

describe.each(['float64', 'decimal-3', 'decimal-7'])('%s', (name) => {
  it(
    `no weight of ${DECIMAL_VECTORS} random vectors is further from the exact one than stated`,
    { timeout: 3_600_000 },
    () => {
      const next = generator(name.length);
      const format = formatOf(name)!;
      const budget = { boxes: 1, digits: 200 };
      let tightest = 0;
      for (let i = 0; i < DECIMAL_VECTORS; i++) {
        const n = 1 + Math.floor(next() * MOST_KEYS);
        const reach = 60 * next();
        const scores = Array.from({ length: n }, () => ({
          score: textOf(format as Format<unknown>, -reach * next()),
          times: 1,
        }));
        const { verdict, ratio } = evaluationError.decide({ format: name, accumulation: 'sequential', scores }, budget);
        if (verdict !== 'certified') expect.fail(`${name}: ${JSON.stringify(scores)} is ${verdict}`);
        tightest = Math.max(tightest, ratio);
      }
      expect(tightest).toBeGreaterThan(0.15);
    },
  );
});

/** A number of the format, about `x`. */
function textOf<T>(format: Format<T>, x: number): string {
  return format.toText(format.fromNumber(x));
}
