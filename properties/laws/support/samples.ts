/** Decimal literals to try number systems on: hard ones by hand, random doubles, decimals long and short. */
import fc from 'fast-check';
import { exactDecimal } from '../../../src/numeric/decimal-text.js';
import { nextDown, nextUp } from '../../../src/numeric/directed.js';
import { decimalOf } from './oracle.js';
import type { Operation } from './operations.js';

const HALF_ULP = 2 ** -53;

/** Points where rounding, reductions and domains break first. */
const HARD: readonly string[] = [
  ...[
    '0',
    '1',
    '-1',
    '2',
    '-2',
    '0.5',
    '-0.5',
    '100',
    '-100',
    '10',
    '0.1',
    '-0.1',
    '3',
    '4',
    '27',
    '-8',
    '1e22',
    '-1e22',
  ],
  // Doubles around 1, and the decimals half-way between them.
  ...[1 + 2 * HALF_ULP, 1 - HALF_ULP, -1 - 2 * HALF_ULP].map(exactDecimal),
  '1.00000000000000011102230246251565404236316680908203125',
  '0.999999999999999944488848768742172978818416595458984375',
  // Smallest, smallest normal, largest; half the smallest.
  ...[5e-324, -5e-324, 2 ** -1022, 2 ** -1022 - 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE].map(exactDecimal),
  '2.4703282292062327e-324',
  // exp(−0.3566749439…) = 0.7, ln 2, and the doubles next to multiples of π/2.
  '-0.35667494393873237891263871124118447796401675904691',
  '-0.35667494393873245',
  '0.6931471805599453',
  ...['1.5707963267948966', '3.141592653589793', '6.283185307179586', '0.7853981633974483', '22', '355'],
  '3.14159265358979323846264338327950288419716939937510',
  // Where exp overflows and underflows, and tanh reaches 1 in doubles.
  ...[
    '709.782712893384',
    '709.7827128933841',
    '-745.1332191019411',
    '-745.1332191019412',
    '-708.3964185322641',
    '19.0615',
  ],
  ...['1e-10', '-1e-10', '1e-20', '1e-30', '1e-50', '-1e-300', '1e300', '1e16', '9007199254740993'],
];

const digitsOf = (count: number): fc.Arbitrary<string> =>
  fc.bigInt({ min: 0n, max: 10n ** BigInt(count) - 1n }).map((n) => n.toString().padStart(count, '0'));

const sign = fc.constantFrom('', '-');

/** Of any size, and more often of one that has at most some 200 digits. */
const doubles = fc
  .oneof(
    { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 4, arbitrary: fc.double({ noNaN: true, min: 1e-40, max: 1e40 }) },
    { weight: 4, arbitrary: fc.double({ noNaN: true, min: -1e40, max: -1e-40 }) },
  )
  .map(exactDecimal);
const moderateDoubles = fc.double({ min: -10, max: 10, noNaN: true }).map(exactDecimal);
const shortDecimals = fc
  .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -4, max: 2 }))
  .map(([k, tens]) => `${k}e${tens}`);
const longDecimals = fc
  .tuple(sign, digitsOf(30), fc.integer({ min: -3, max: 3 }))
  .map(([s, d, tens]) => `${s}0.${d}e${tens}`);
const nearOne = fc
  .tuple(sign, fc.constantFrom('1.', '0.'), fc.integer({ min: 2, max: 45 }), digitsOf(3))
  .map(([s, whole, places, d]) => `${s}${whole}${(whole === '1.' ? '0' : '9').repeat(places)}${d}`);
const exponents = fc
  .tuple(sign, digitsOf(4), fc.integer({ min: -30, max: 4 }))
  .map(([s, d, tens]) => `${s}0.${d}e${tens}`);
const angles = fc.oneof(
  fc.tuple(sign, digitsOf(6), fc.integer({ min: 0, max: 40 })).map(([s, d, tens]) => `${s}0.${d}e${tens}`),
  fc.integer({ min: -2000, max: 2000 }).map((k) => exactDecimal(k * (Math.PI / 4))),
);

/** One literal. */
export function sample(operation?: Pick<Operation, 'scale'>): fc.Arbitrary<string> {
  const common = [fc.constantFrom(...HARD), moderateDoubles, shortDecimals, longDecimals, nearOne];
  if (operation?.scale === 'exponent') return fc.oneof(...common, exponents, exponents, doubles);
  if (operation?.scale === 'angle') return fc.oneof(...common, angles, angles, doubles);
  return fc.oneof(...common, doubles, doubles);
}

/** Doubles at most `steps` apart, or decimals with the same leading digits. */
const cluster: fc.Arbitrary<readonly string[]> = fc.oneof(
  fc
    .tuple(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
      fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }),
    )
    .map(([base, steps]) =>
      steps.map((count) => {
        let x = base;
        for (let i = 0; i < count; i++) x = i % 7 === 6 ? nextDown(x) : nextUp(x);
        return exactDecimal(x);
      }),
    ),
  fc
    .tuple(sign, fc.nat(999), digitsOf(4), fc.array(digitsOf(24), { minLength: 4, maxLength: 4 }))
    .map(([s, whole, prefix, rest]) => rest.map((digits) => `${s}${whole}.${prefix}${digits}`)),
);

/** Four literals in increasing order: the outer two make a box, the inner two a box inside. */
export function nestedBoxes(
  operation?: Pick<Operation, 'scale'>,
): fc.Arbitrary<readonly [string, string, string, string]> {
  const apart = fc.array(sample(operation), { minLength: 4, maxLength: 4 });
  return fc
    .oneof(apart, cluster)
    .map((texts) => [...texts].sort((a, b) => decimalOf(a).cmp(decimalOf(b))) as [string, string, string, string]);
}
