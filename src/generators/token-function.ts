import type fc from 'fast-check';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { countRange, isCount, type CountRange } from './engine/count-range.js';
import { chance, drawDecimal, repeat, type Random } from './engine/draw.js';
import { Exact, isDecimalText, toText } from './engine/exact-decimal.js';
import { select, simplifyOffset, simplifyWeights } from './engine/parameters.js';
import { shorterSelections, simplifyItems } from './engine/simplify.js';

/** `y = weightsᵀx + offset` of one token `x`, numbers as exact decimal text. */
export interface TokenFunctionDescription {
  readonly weights: readonly string[];
  readonly offset: string;
}

/** Constraints of {@link tokenFunctionArbitrary}. */
export interface TokenFunctionConstraints {
  /** Features of a token: 1 to 3 by default. */
  readonly width?: Partial<CountRange>;
  /** Tokens: 1 to 5 by default. */
  readonly tokens?: Partial<CountRange>;
  /** One `w` for all tokens, offsets of their own, always? By default in one case of three. */
  readonly common?: boolean;
}

type TokenFunctions = readonly TokenFunctionDescription[];

const WEIGHT = { min: new Exact(-3), max: new Exact(3), digits: 2 };
const OFFSET = { min: new Exact(-5), max: new Exact(5), digits: 2 };

function drawFunctions(random: Random, width: number, tokens: number, common: boolean): TokenFunctions {
  const weights = () => repeat(width, () => (chance(random, 1, 5) ? '0' : toText(drawDecimal(random, WEIGHT))));
  const offset = () => toText(drawDecimal(random, OFFSET));
  const isCommon = common || chance(random, 1, 3);
  const isOneFunction = isCommon && chance(random, 1, 4);
  const [first, firstOffset] = [weights(), offset()];
  return repeat(tokens, (token) =>
    token === 0 || isOneFunction
      ? { weights: first, offset: firstOffset }
      : { weights: isCommon ? first : weights(), offset: offset() },
  );
}

/** Have all tokens the same weights? */
function areCommon(functions: TokenFunctions): boolean {
  return functions.every(({ weights }) => weights.join() === functions[0]!.weights.join());
}

/** Fewer tokens, fewer features, then simpler numbers; common weights stay common. */
function* simplifyFunctions(
  functions: TokenFunctions,
  fewestTokens: number,
  fewestFeatures: number,
): Iterable<TokenFunctions> {
  for (const kept of shorterSelections(functions.length, fewestTokens)) yield select(functions, kept);
  const { weights: first } = functions[0]!;
  for (const kept of shorterSelections(first.length, fewestFeatures)) {
    yield functions.map(({ weights, offset }) => ({ weights: select(weights, kept), offset }));
  }
  if (areCommon(functions)) {
    for (const weights of simplifyWeights(first)) yield functions.map(({ offset }) => ({ weights, offset }));
  } else {
    yield functions.map(({ offset }) => ({ weights: first, offset }));
    yield* simplifyItems<TokenFunctionDescription>(function* ({ weights, offset }) {
      for (const simpler of simplifyWeights(weights)) yield { weights: simpler, offset };
    })(functions);
  }
  yield* simplifyItems<TokenFunctionDescription>(function* ({ weights, offset }) {
    for (const simpler of simplifyOffset(offset)) yield { weights, offset: simpler };
  })(functions);
}

/**
 * Affine functions of tokens, `y_i = w_iᵀx_i + t_i`, one per token: what truncated linear attention is applied to. In one case of
 * three all tokens share one `w` (always with `common`), and in one of four of these also one `t`; one weight in five is 0.
 * Weights are in [−3, 3], offsets in [−5, 5]. Shrinks to weights and offsets 0 of one token with one feature; common weights
 * stay common, others become common if they can. `buildTokenFunctions` makes them real constants.
 */
export function tokenFunctionArbitrary(constraints: TokenFunctionConstraints = {}): fc.Arbitrary<TokenFunctions> {
  const width = countRange('features', constraints.width, { min: 1, max: 3 });
  const tokens = countRange('tokens', constraints.tokens, { min: 1, max: 5 });
  const common = constraints.common ?? false;
  return new ByValueArbitrary<TokenFunctions>({
    draw: (random) =>
      drawFunctions(random, random.nextInt(width.min, width.max), random.nextInt(tokens.min, tokens.max), common),
    simplify: (functions) => simplifyFunctions(functions, tokens.min, width.min),
    accepts: (value): value is TokenFunctions =>
      Array.isArray(value) &&
      isCount(value.length, tokens) &&
      value.every(isTokenFunction) &&
      isCount(value[0]!.weights.length, width) &&
      value.every(({ weights }) => weights.length === value[0]!.weights.length) &&
      (!common || areCommon(value)),
  });
}

function isTokenFunction(value: unknown): value is TokenFunctionDescription {
  return (
    typeof value === 'object' &&
    value !== null &&
    'weights' in value &&
    'offset' in value &&
    Array.isArray(value.weights) &&
    value.weights.every(isDecimalText) &&
    isDecimalText(value.offset)
  );
}
