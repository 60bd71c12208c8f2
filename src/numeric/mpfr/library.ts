/**
 * GNU MPFR through the optional package gmp-wasm (LGPL-3.0-only), loaded when first asked for.
 *
 * Numbers cross the border as words, so nothing outside this folder holds memory of the library. That needs its layout of
 * a number, which is checked once after loading: precision, sign, exponent and the address of the limbs, 32 bits each.
 */
import { NumericError } from '../number-system.js';

/** Rounding modes of MPFR. */
export const NEAREST = 0;
export const UP = 2;
export const DOWN = 3;
export type Rounding = typeof NEAREST | typeof UP | typeof DOWN;

/** Operations return 0 if their result is exact. */
type Unary = (out: number, x: number, rounding: Rounding) => number;
type Binary = (out: number, x: number, y: number, rounding: Rounding) => number;

export type UnaryName = 'sqrt' | 'cbrt' | 'exp' | 'expm1' | 'log' | 'sin' | 'cos' | 'tan' | 'atan' | 'tanh';
export type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'hypot' | 'pow';

/** What is used of the package; addresses are numbers. */
export type MpfrLibrary = {
  readonly [Name in UnaryName as `mpfr_${Name}`]: Unary;
} & {
  readonly [Name in BinaryName as `mpfr_${Name}`]: Binary;
} & {
  /** The whole memory; another array after it has grown. */
  readonly mem: Uint8Array;
  readonly malloc: (bytes: number) => number;
  readonly free: (address: number) => void;
  readonly malloc_cstr: (text: string) => number;
  /** Memory for one number, without limbs. */
  readonly mpfr_t: () => number;
  readonly mpfr_init2: (x: number, bits: number) => void;
  readonly mpfr_clear: (x: number) => void;
  readonly mpfr_t_free: (x: number) => void;
  readonly mpfr_set_d: (out: number, value: number, rounding: Rounding) => number;
  readonly mpfr_get_d: (x: number, rounding: Rounding) => number;
  /** 0 if all the text is a number. */
  readonly mpfr_set_str: (out: number, text: number, base: number, rounding: Rounding) => number;
  readonly mpfr_get_str: (
    text: number,
    exponent: number,
    base: number,
    digits: number,
    x: number,
    rounding: Rounding,
  ) => number;
  readonly mpfr_const_pi: (out: number, rounding: Rounding) => number;
  readonly mpfr_const_log2: (out: number, rounding: Rounding) => number;
  readonly mpfr_floor: (out: number, x: number) => number;
  readonly mpfr_nextabove: (x: number) => void;
};

let loaded: MpfrLibrary | undefined;

/** Loads the package, once. Throws `NumericError` `unavailable` where it is not installed or does not run. */
export async function loadMpfr(): Promise<void> {
  loaded ??= await load();
}

/** Throws `NumericError` `unavailable` before `loadMpfr`. */
export function mpfrLibrary(): MpfrLibrary {
  if (loaded === undefined) {
    throw new NumericError('unavailable', 'MPFR is not loaded\n  Await loadMpfr() before the first of its numbers.');
  }
  return loaded;
}

async function load(): Promise<MpfrLibrary> {
  try {
    const module = (await import('gmp-wasm')) as unknown as GmpModule;
    const { binding } = await (module.init ?? module.default!.init!)();
    checkLayout(binding);
    return binding;
  } catch (error) {
    throw new NumericError(
      'unavailable',
      `arithmetic by MPFR needs the optional package gmp-wasm, which cannot be loaded: ${reasonOf(error)}\n` +
        '  Install it with npm install gmp-wasm@1.3.2, or use decimal arithmetic, which needs nothing.',
    );
  }
}

/** A CommonJS module: what it exports may come by name, or below `default`. */
interface GmpModule {
  readonly init?: () => Promise<{ readonly binding: MpfrLibrary }>;
  readonly default?: GmpModule;
}

/** The first line says enough; the others list who asked. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}

/** `−1.5` at 64 bits: sign −1, exponent 1, and the two leading bits set. */
function checkLayout(library: MpfrLibrary): void {
  const x = library.mpfr_t();
  library.mpfr_init2(x, 64);
  library.mpfr_set_d(x, -1.5, NEAREST);
  const words = new Int32Array(library.mem.buffer);
  const [bits, sign, exponent, limbs] = words.subarray(x >> 2, (x >> 2) + 4);
  const [low, high] = words.subarray(limbs! >> 2, (limbs! >> 2) + 2);
  library.mpfr_clear(x);
  library.mpfr_t_free(x);
  const isKnown = bits === 64 && sign === -1 && exponent === 1 && low === 0 && high === 0xc0000000 >> 0;
  if (!isKnown) throw new Error('its numbers are not laid out as in version 1.3.2');
}
