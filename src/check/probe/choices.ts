/**
 * Cases as the sequences of random choices that draw them. A generator that is fed a changed sequence draws a changed case, and
 * one that keeps its constraints, whatever is changed: so a search may move freely (as Hypothesis does it).
 */
import fc from 'fast-check';

export interface Choice {
  readonly min: bigint;
  readonly max: bigint;
  readonly value: bigint;
}

export interface Drawn {
  /** Keeps what fast-check needs to shrink it. */
  readonly value: fc.Value<unknown>;
  /** As many as were asked for. */
  readonly choices: readonly Choice[];
}

/** One draw in so many is of small or extreme values, as in fast-check's own runs. */
const BIAS = 8;

/** Draws the case that these choices make; where they end, or do not fit, fresh ones follow from the seed. */
export function drawFrom(
  arbitrary: fc.Arbitrary<unknown>,
  choices: readonly Pick<Choice, 'value'>[],
  seed: number,
): Drawn {
  const random = new ReplayedChoices(choices, seed);
  const value = arbitrary.generate(random, BIAS);
  return { value, choices: random.made };
}

/** Hands out given choices, as far as they fit, and records all. Clones, which only serve shrinking, are ordinary. */
class ReplayedChoices extends fc.Random {
  readonly made: Choice[] = [];
  private readonly given: readonly Pick<Choice, 'value'>[];

  constructor(given: readonly Pick<Choice, 'value'>[], seed: number) {
    super(splitMix(seed));
    this.given = given;
  }

  private choose(min: bigint, max: bigint): bigint {
    const wanted = this.given[this.made.length]?.value;
    const value = wanted !== undefined && wanted >= min && wanted <= max ? wanted : super.nextBigInt(min, max);
    this.made.push({ min, max, value });
    return value;
  }

  override nextInt(min = -0x8000_0000, max = 0x7fff_ffff): number {
    return Number(this.choose(BigInt(min), BigInt(max)));
  }

  override nextBigInt(min: bigint, max: bigint): bigint {
    return this.choose(min, max);
  }

  override nextBoolean(): boolean {
    return this.nextInt(0, 1) === 1;
  }

  override next(bits: number): number {
    return this.nextInt(0, 2 ** bits - 1);
  }

  override nextDouble(): number {
    return this.nextInt(0, 2 ** 26 - 1) / 2 ** 26;
  }
}

/** Random numbers for the search itself. */
export function searchRandom(seed: number): fc.Random {
  return new fc.Random(splitMix(seed));
}

type Generator = ConstructorParameters<typeof fc.Random>[0];

/** SplitMix32 (Steele, Lea, Flood 2014): signed 32-bit integers. */
function splitMix(seed: number): Generator {
  let state = seed | 0;
  const generator = {
    clone: () => splitMix(state),
    next: () => {
      state = (state + 0x9e37_79b9) | 0;
      let z = state ^ (state >>> 16);
      z = Math.imul(z, 0x21f0_aaad);
      z ^= z >>> 15;
      z = Math.imul(z, 0x735a_2d97);
      return (z ^ (z >>> 15)) | 0;
    },
    getState: () => [state],
  };
  return generator as Generator;
}
