/**
 * The arithmetic of one precision: arguments are copied into numbers of the library, results out of them.
 *
 * Those few are all the memory a precision ever takes, besides what MPFR itself keeps (constants, freed workspace): there is
 * nothing to free, and nothing that could be freed too early. MPFR rounds every operation correctly.
 */
import { layOut } from '../decimal-text.js';
import type { Bounds } from '../ends/ends.js';
import { scaledFromLiteral } from '../decimal-conversion.js';
import { requirePrecision } from '../decimal-context.js';
import {
  DOWN,
  mpfrLibrary,
  NEAREST,
  type BinaryName,
  type MpfrLibrary,
  type Rounding,
  type UnaryName,
} from './library.js';
import { isFinite, isInfinite, isNaN, isZero, LIMB_BITS, zeroOf, type MpfrNumber } from './number.js';

/** A number of the library: its address, and those of its sign and its limbs in words. */
interface Register {
  readonly address: number;
  readonly sign: number;
  readonly limbs: number;
}

/** Every double is exact at this precision. */
const DOUBLE_BITS = 64;
/** At least log₂ 10. */
const BITS_PER_DIGIT = 3.3219281;
/** Powers of ten beyond this one have long overflowed. */
const LARGEST_EXPONENT = 1_000_000_000;

const all = new Map<number, Registers>();

/**
 * Those of a precision of so many decimal digits or more, the same object every time. Throws `NumericError`:
 * `invalid-precision` unless `digits` is an integer from 2 to 1000, `unavailable` before `loadMpfr`.
 */
export function registersOf(digits: number): Registers {
  requirePrecision(digits);
  const bits = LIMB_BITS * Math.ceil((digits * BITS_PER_DIGIT + 1) / LIMB_BITS);
  let registers = all.get(bits);
  if (registers === undefined) {
    registers = new Registers(mpfrLibrary(), bits);
    all.set(bits, registers);
  }
  return registers;
}

export class Registers {
  /** Significant bits, a multiple of 64. */
  readonly bits: number;
  private readonly library: MpfrLibrary;
  private readonly length: number;
  private readonly zero: MpfrNumber;
  private readonly x: Register;
  private readonly y: Register;
  private readonly out: Register;
  private readonly double: Register;
  private memory: Int32Array = new Int32Array(0);

  constructor(library: MpfrLibrary, bits: number) {
    this.library = library;
    this.bits = bits;
    this.length = 2 + bits / 32;
    this.zero = zeroOf(bits);
    this.x = this.register(bits);
    this.y = this.register(bits);
    this.out = this.register(bits);
    this.double = this.register(DOUBLE_BITS);
  }

  private register(bits: number): Register {
    const address = this.library.mpfr_t();
    this.library.mpfr_init2(address, bits);
    const sign = (address >> 2) + 1;
    return { address, sign, limbs: this.words()[sign + 2]! >> 2 };
  }

  /** The memory in words; an array of another memory, after it has grown, is empty. */
  private words(): Int32Array {
    if (this.memory.length === 0) this.memory = new Int32Array(this.library.mem.buffer);
    return this.memory;
  }

  private load({ sign, limbs }: Register, x: MpfrNumber): void {
    const { length } = this;
    if (x.length !== length) throw new TypeError(`a number of ${32 * (x.length - 2)} bits among those of ${this.bits}`);
    const words = this.words();
    words[sign] = x[0]!;
    words[sign + 1] = x[1]!;
    for (let i = 2; i < length; i++) words[limbs + i - 2] = x[i]!;
  }

  private result(): MpfrNumber {
    const { length } = this;
    const { sign, limbs } = this.out;
    const words = this.words();
    const result = [words[sign]!, words[sign + 1]!];
    // Zeros have no sign, and what has no limbs has those of 0.
    if (isZero(result)) return this.zero;
    const hasLimbs = isFinite(result);
    for (let i = 2; i < length; i++) result.push(hasLimbs ? words[limbs + i - 2]! : 0);
    return result;
  }

  /** The result rounded down, and up: the next number, unless it is exact. */
  private both(isInexact: number): Bounds<MpfrNumber> {
    const lo = this.result();
    if (isInexact === 0) return { lo, hi: lo };
    this.library.mpfr_nextabove(this.out.address);
    return { lo, hi: this.result() };
  }

  private compute(name: UnaryName, x: MpfrNumber, rounding: Rounding): number {
    this.load(this.x, x);
    return this.library[`mpfr_${name}`](this.out.address, this.x.address, rounding);
  }

  private combine(name: BinaryName, x: MpfrNumber, y: MpfrNumber, rounding: Rounding): number {
    this.load(this.x, x);
    this.load(this.y, y);
    return this.library[`mpfr_${name}`](this.out.address, this.x.address, this.y.address, rounding);
  }

  private raise(x: MpfrNumber, n: number, rounding: Rounding): number {
    this.load(this.x, x);
    this.library.mpfr_set_d(this.double.address, n, NEAREST);
    return this.library.mpfr_pow(this.out.address, this.x.address, this.double.address, rounding);
  }

  unary(name: UnaryName, x: MpfrNumber, rounding: Rounding): MpfrNumber {
    this.compute(name, x, rounding);
    return this.result();
  }

  unaryBounds(name: UnaryName, x: MpfrNumber): Bounds<MpfrNumber> {
    return this.both(this.compute(name, x, DOWN));
  }

  binary(name: BinaryName, x: MpfrNumber, y: MpfrNumber, rounding: Rounding): MpfrNumber {
    this.combine(name, x, y, rounding);
    return this.result();
  }

  binaryBounds(name: BinaryName, x: MpfrNumber, y: MpfrNumber): Bounds<MpfrNumber> {
    return this.both(this.combine(name, x, y, DOWN));
  }

  /** `x^n` for a safe integer `n`. */
  powInteger(x: MpfrNumber, n: number, rounding: Rounding): MpfrNumber {
    this.raise(x, n, rounding);
    return this.result();
  }

  powIntegerBounds(x: MpfrNumber, n: number): Bounds<MpfrNumber> {
    return this.both(this.raise(x, n, DOWN));
  }

  floor(x: MpfrNumber): MpfrNumber {
    this.load(this.x, x);
    this.library.mpfr_floor(this.out.address, this.x.address);
    return this.result();
  }

  fromNumber(value: number, rounding: Rounding): MpfrNumber {
    this.library.mpfr_set_d(this.out.address, value, rounding);
    return this.result();
  }

  /** `π` or `ln 2`. */
  constant(name: 'pi' | 'log2', rounding: Rounding): MpfrNumber {
    this.library[`mpfr_const_${name}`](this.out.address, rounding);
    return this.result();
  }

  /** Of a decimal literal. Throws `NumericError` `invalid-literal`. */
  fromText(text: string, rounding: Rounding): MpfrNumber {
    const { m, tens } = scaledFromLiteral(text);
    const exponent = Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, tens));
    const address = this.library.malloc_cstr(`${m}e${exponent}`);
    const status = this.library.mpfr_set_str(this.out.address, address, 10, rounding);
    this.library.free(address);
    if (status !== 0) throw new Error(`MPFR does not read "${text}"`);
    return this.result();
  }

  toNumber(x: MpfrNumber, rounding: Rounding): number {
    this.load(this.x, x);
    return this.library.mpfr_get_d(this.x.address, rounding) + 0;
  }

  /** Decimal text of at most so many significant digits, 2 or more, in the notation of `exactDecimal`. */
  toText(x: MpfrNumber, digits: number, rounding: Rounding): string {
    if (isNaN(x)) return 'NaN';
    if (isZero(x)) return '0';
    if (isInfinite(x)) return x[0]! < 0 ? '-Infinity' : 'Infinity';
    this.load(this.x, x);
    const { library } = this;
    // The exponent of 0.d₁d₂…, then the text: sign, digits, and a 0 at the end.
    const address = library.malloc(4 + Math.max(digits + 2, 7));
    library.mpfr_get_str(address + 4, address, 10, digits, this.x.address, rounding);
    const bytes = library.mem;
    const text = String.fromCharCode(...bytes.subarray(address + 4, bytes.indexOf(0, address + 4)));
    const exponent = this.words()[address >> 2]!;
    library.free(address);
    return text.startsWith('-') ? layOut(true, text.slice(1), exponent) : layOut(false, text, exponent);
  }
}
