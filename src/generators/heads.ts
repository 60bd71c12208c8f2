import fc from 'fast-check';
import { ByValueArbitrary, drawnBy } from './engine/by-value-arbitrary.js';
import { isCount } from './engine/count-range.js';
import { chance, pick } from './engine/draw.js';
import { simplifyInteger } from './engine/simplify-integer.js';

/** `H` heads with one key for each of `n` tokens. */
export interface HeadsDescription {
  /** `n`. */
  readonly tokens: number;
  /** `H ≥ 1`. */
  readonly heads: number;
}

/** Constraints of {@link headsArbitrary}. */
export interface HeadsConstraints {
  /** Most keys in all, `n · H`; 100 by default, at least 3. */
  readonly keys?: number;
  /** Also `n = 1` and `n = 2`, which leave no key inside a head and must be refused; one in four. No by default. */
  readonly tooFewTokens?: boolean;
}

const FEWEST_TOKENS = 3;

const sizes = fc.oneof(
  fc.record({ tokens: fc.integer({ min: FEWEST_TOKENS, max: 6 }), heads: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ tokens: fc.integer({ min: FEWEST_TOKENS, max: 10 }), heads: fc.integer({ min: 6, max: 10 }) }),
  fc.record({ tokens: fc.integer({ min: 16, max: 40 }), heads: fc.integer({ min: 1, max: 2 }) }),
);

/**
 * Numbers of tokens `n ≥ 3` and heads `H ≥ 1` of multi-head truncated linear attention, `(n − 2)H` steps: few of both, many
 * heads, many tokens, one third each. Shrinks to three tokens and one head.
 */
export function headsArbitrary({
  keys = 100,
  tooFewTokens = false,
}: HeadsConstraints = {}): fc.Arbitrary<HeadsDescription> {
  if (!Number.isSafeInteger(keys) || keys < FEWEST_TOKENS) {
    throw new RangeError(`keys must be an integer of at least ${FEWEST_TOKENS}, not ${keys}`);
  }
  const drawSize = drawnBy(sizes);
  const fewest = tooFewTokens ? 1 : FEWEST_TOKENS;
  return new ByValueArbitrary<HeadsDescription>({
    draw: (random, biasFactor) => {
      const drawn = drawSize(random, biasFactor);
      const few = tooFewTokens && chance(random, 1, 4);
      const tokens = few ? pick(random, [1, 2]) : Math.min(drawn.tokens, keys);
      return { tokens, heads: Math.min(drawn.heads, Math.floor(keys / tokens)) };
    },
    simplify: function* ({ tokens, heads }) {
      for (const fewer of simplifyInteger(tokens < FEWEST_TOKENS ? 1 : FEWEST_TOKENS)(tokens)) {
        yield { tokens: fewer, heads };
      }
      for (const fewer of simplifyInteger(1)(heads)) yield { tokens, heads: fewer };
    },
    accepts: (value): value is HeadsDescription =>
      typeof value === 'object' &&
      value !== null &&
      'tokens' in value &&
      'heads' in value &&
      isCount(value.tokens, { min: fewest, max: keys }) &&
      isCount(value.heads, { min: 1, max: Math.floor(keys / value.tokens) }),
  });
}
