/** In which numbers an error is sampled. */
import { decimalSystem } from '../numeric/decimal.js';
import { loadMpfr } from '../numeric/mpfr/library.js';
import { mpfrSystem } from '../numeric/mpfr/system.js';
import { NumericError, type NumberSystem } from '../numeric/number-system.js';
import { SamplingError } from './sampling-error.js';

/** As many digits as asked for, by this package (decimals), or by GNU MPFR where gmp-wasm is installed. */
export interface LongArithmetic {
  readonly kind: 'decimal' | 'mpfr';
  readonly digits: number;
}

export type Arithmetic = { readonly kind: 'float64' } | LongArithmetic;

export const ARITHMETICS = ['float64', 'decimal', 'mpfr'] as const satisfies readonly Arithmetic['kind'][];

export function arithmeticName(arithmetic: Arithmetic): string {
  return arithmetic.kind === 'float64' ? 'float64' : `${arithmetic.kind}-${arithmetic.digits}`;
}

/** Gets ready what the arithmetic needs, on this thread. Throws a `SamplingError` where it is not installed. */
export async function loadArithmetic({ kind }: Arithmetic): Promise<void> {
  if (kind !== 'mpfr') return;
  try {
    await loadMpfr();
  } catch (error) {
    if (!(error instanceof NumericError)) throw error;
    throw new SamplingError({
      code: 'option',
      found: 'the arithmetic mpfr',
      required: error.message.split('\n')[0]!,
      remedy: 'Install it with npm install gmp-wasm@1.3.2, or take --arithmetic decimal, which needs nothing.',
    });
  }
}

/** Calls `use` with the number system of an arithmetic that is loaded. */
export function withSystem<R>({ kind, digits }: LongArithmetic, use: <T>(system: NumberSystem<T>) => R): R {
  return kind === 'mpfr' ? use(mpfrSystem(digits)) : use(decimalSystem(digits));
}
