/** Networks of truncated attention as certificates describe them: numbers of 40 digits, rounded outward. */
import type {
  CertificateAttention,
  CertificateBand,
  CertificateTruncation,
  TextInterval,
} from '../certificate/certificate.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import { axisScale, type AttentionSoftmax } from './attention-softmax.js';
import { reluTerms } from './relu-expansion.js';
import { keyOffset } from './truncated-single-error.js';
import type { TruncationError } from './truncation-error.js';
import { truncationCells, truncationStep, type Truncation } from './truncation.js';
import type { TwoLayer } from './two-layer.js';

const system = decimalIntervalSystem(40);
/** For the parameters of truncations, most of which are doubles: exact where 800 digits are enough. */
const exact = decimalIntervalSystem(800);

/** Room of a band, in steps, where its ends are 0. */
const LEAST_ROOM = 2 ** -40;

const ZERO: TextInterval = ['0', '0'];
const ONE: TextInterval = ['1', '1'];

const textOf = ({ lo, hi }: DecimalInterval): TextInterval => [lo.toString(), hi.toString()];

/** Undefined for the variant of several heads whose values are relative to the range: the format has no word for it. */
function describe(truncation: Truncation): CertificateTruncation | undefined {
  const { lower, upper, inverseTemperature } = truncation;
  const [a, b, beta] = [lower, upper, inverseTemperature].map(({ expression }) =>
    textOf(evaluateConstant(expression, exact)),
  ) as [TextInterval, TextInterval, TextInterval];
  const numbers = { lower: a, upper: b, cells: truncationCells(truncation), inverseTemperature: beta };
  if (truncation.kind === 'single') {
    const last = truncation.cells - 1;
    return { ...numbers, offset: 2 * keyOffset(truncation.keys), heads: [{ keys: [0, last], values: [0, last] }] };
  }
  if (truncation.shiftInvariant) return undefined;
  const { heads, tokens } = truncation;
  const inside = tokens - 2;
  // Key 0 stands a step before a; of the outermost boundary keys the values count.
  return {
    ...numbers,
    offset: -2,
    heads: Array.from({ length: heads }, (_, h) => ({
      keys: [h * inside, (h + 1) * inside + 1],
      values: [h === 0 ? 0 : h * inside + 1, (h + 1) * inside + (h === heads - 1 ? 1 : 0)],
    })),
  };
}

/** A truncation, and what is known of its error. */
type Known = readonly [truncation: Truncation, error: TruncationError];

/** The bands of truncations, each made wider by a part `room` of it; undefined where one has none. */
export function bandsOf(
  truncations: readonly Known[],
  room: number,
): readonly (readonly CertificateBand[])[] | undefined {
  const all = truncations.map((known) => bandsOfOne(known, room));
  return all.every((bands) => bands !== undefined) ? all : undefined;
}

function bandsOfOne([truncation, error]: Known, room: number): readonly CertificateBand[] | undefined {
  const lower = evaluateConstant(truncation.lower.expression, system);
  const step = truncationStep(system, truncation);
  const steps = (n: number): DecimalInterval => system.mul(system.fromNumber(n), step);
  if (system.upper(step) <= 0) {
    const largest = exactDecimal(2 * error.largest + LEAST_ROOM);
    return [{ lower: `-${largest}`, upper: largest }];
  }
  return error.bands()?.map(({ to, lo, hi }) => ({
    ...(to === Infinity ? {} : { to: system.add(lower, steps(to)).lo.toString() }),
    lower: steps(lo - room * Math.abs(lo) - LEAST_ROOM).lo.toString(),
    upper: steps(hi + room * Math.abs(hi) + LEAST_ROOM).hi.toString(),
  }));
}

/** Sizes of what a checker computes on the way that may be large. */
export function sizesOf({ lower, upper, inverseTemperature, cells }: CertificateTruncation): readonly number[] {
  const [a, b, beta] = [lower, upper, inverseTemperature].map(([text]) => Number(text)) as [number, number, number];
  return [beta, Math.abs(a), Math.abs(b), cells / (b - a || cells)];
}

/** `T(x)` itself. */
export function describeTruncated(truncation: Truncation): CertificateAttention | undefined {
  const data = describe(truncation);
  return (
    data && { truncation: data, terms: [{ weights: [ONE], offset: ZERO, coefficients: [ONE] }], constants: [ZERO] }
  );
}

export function describeTwoLayer({ expansion, first, second, output, placement }: TwoLayer) {
  const [one, two] = [describe(first), describe(second)];
  if (one === undefined || two === undefined) return undefined;
  const numbers = expansion.numbers(system);
  const mask = placement.kind === 'mask' ? textOf(evaluateConstant(placement.mask.expression, exact)) : ZERO;
  return {
    truncation: one,
    terms: reluTerms(system, numbers).map(({ weights, offset, coefficients }) => ({
      weights: weights.map(textOf),
      offset: textOf(offset),
      coefficients: coefficients.map(textOf),
    })),
    constants: numbers.constants.map(textOf),
    second: { truncation: two, rows: placement.kind === 'mask' ? output.width : 1, mask },
  } satisfies CertificateAttention;
}

/** The coordinates `x̂_i = lo_i + D_i T((x_i − lo_i)/D_i)` that the softmax reads. */
export function describeCoordinates({ axes, truncation }: AttentionSoftmax): CertificateAttention | undefined {
  const data = describe(truncation);
  if (data === undefined) return undefined;
  const scales = axes.map((axis) => axisScale(system, axis));
  const alone = (i: number, value: TextInterval): TextInterval[] => axes.map((_, t) => (t === i ? value : ZERO));
  return {
    truncation: data,
    terms: scales.flatMap(({ lower, length }, i) => {
      if (axes[i]!.isPoint) return [];
      const weight = system.div(system.literal('1'), length);
      const offset = system.neg(system.div(lower, length));
      return [{ weights: alone(i, textOf(weight)), offset: textOf(offset), coefficients: alone(i, textOf(length)) }];
    }),
    constants: scales.map(({ lower }) => textOf(lower)),
  };
}
