/** Ticks of logarithmic axes: powers of ten, or finer where there are fewer than two of them. */

export interface Ticks {
  readonly ticks: readonly number[];
  readonly text: (value: number) => string;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

export function powerText(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]!).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** For values of [lower, upper], both positive. */
export function logTicks(lower: number, upper: number): Ticks {
  const [first, last] = [Math.ceil(Math.log10(lower)), Math.floor(Math.log10(upper))];
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i));
  if (powers.length >= 2) {
    const every = Math.ceil(powers.length / 7);
    const ticks = powers.filter((_, i) => i % every === 0);
    return { ticks, text: (value) => powerText(Math.round(Math.log10(value))) };
  }
  const decades = Array.from({ length: last - first + 3 }, (_, i) => 10 ** (first - 1 + i));
  const ticks = decades
    .flatMap((power) => [1, 2, 5].map((digit) => digit * power))
    .filter((value) => value >= lower && value <= upper);
  return { ticks, text: (value) => String(Number(value.toPrecision(2))) };
}
