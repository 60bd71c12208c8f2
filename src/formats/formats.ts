/** The formats, by name. */
import type { Decimal } from 'decimal.js';
import { decimalFormat, FEWEST_DIGITS, MOST_DIGITS } from './decimal.js';
import { float64 } from './float64.js';
import type { Format } from './format.js';
import { shortBinary } from './short-binary.js';

/** IEEE 754 binary32; `Math.fround` is its rounding by definition. */
export const float32 = shortBinary(
  'float32',
  { digits: 24, leastExponent: -126, largest: (2 - 2 ** -23) * 2 ** 127, overflow: 'infinity' },
  Math.fround,
);
/** IEEE 754 binary16. */
export const float16 = shortBinary('float16', {
  digits: 11,
  leastExponent: -14,
  largest: 65504,
  overflow: 'infinity',
});
/** The upper half of a float32. */
export const bfloat16 = shortBinary('bfloat16', {
  digits: 8,
  leastExponent: -126,
  largest: (2 - 2 ** -7) * 2 ** 127,
  overflow: 'infinity',
});
/** OCP 8-bit floating point, E4M3: no infinities; saturating conversion, by which infinities, too, become ±448. */
export const fp8e4m3 = shortBinary('fp8-e4m3', { digits: 4, leastExponent: -6, largest: 448, overflow: 'saturate' });
/** OCP 8-bit floating point, E5M2. */
export const fp8e5m2 = shortBinary('fp8-e5m2', {
  digits: 3,
  leastExponent: -14,
  largest: 57344,
  overflow: 'infinity',
});

/** The formats whose values are doubles, widest first. */
export const binaryFormats: readonly Format<number>[] = [float64, float32, float16, bfloat16, fp8e4m3, fp8e5m2];

/** A format with the type of its values forgotten consistently: whoever takes one uses it with its own numbers only. */
export type AnyFormat = Format<number> | Format<Decimal>;

export const formatNames: readonly string[] = [...binaryFormats.map(({ name }) => name), 'decimal-K'];

const decimalName = /^decimal-(\d+)$/;

/** The format of a name; undefined if there is none. */
export function formatOf(name: string): AnyFormat | undefined {
  const digits = Number(decimalName.exec(name)?.[1] ?? NaN);
  if (digits >= FEWEST_DIGITS && digits <= MOST_DIGITS) return decimalFormat(digits);
  return binaryFormats.find((format) => format.name === name);
}

/** The format in which a matrix unit would add up products of this one: float32 for short ones, twice the digits for others. */
export function accumulatorOf<T>(format: Format<T>): Format<T> {
  const wide: AnyFormat = isDecimal(format)
    ? decimalFormat(Math.min(MOST_DIGITS, 2 * Number(decimalName.exec(format.name)![1])))
    : format.unitRoundoff <= float32.unitRoundoff
      ? float64
      : float32;
  return wide as unknown as Format<T>;
}

/** A format of the same kind with about twice the digits, or the same where there is none. */
export function widerFormat<T>(format: Format<T>): Format<T> {
  if (isDecimal(format)) return accumulatorOf(format);
  const next = format.name.startsWith('fp8') ? float16 : accumulatorOf(format);
  return next as unknown as Format<T>;
}

function isDecimal<T>({ name }: Format<T>): boolean {
  return decimalName.test(name);
}
