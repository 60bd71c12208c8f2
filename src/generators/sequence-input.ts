import type fc from 'fast-check';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { countRange, isCount, type CountRange } from './engine/count-range.js';
import { drawDecimal, repeat, type Random } from './engine/draw.js';
import { exact, isDecimalText, toText, ZERO, type ExactDecimal } from './engine/exact-decimal.js';
import { select } from './engine/parameters.js';
import { simplifyDecimal } from './engine/simplify-decimal.js';
import { shorterSelections, simplifyItems, simplifyTogether } from './engine/simplify.js';

/** The columns of a matrix `X ∈ R^{d×n}`: `X[token][feature]`, numbers as exact decimal text. */
export type SequenceInput = readonly (readonly string[])[];

/** Constraints of {@link sequenceInputArbitrary}. */
export interface SequenceInputConstraints {
  /** Features of a token, `d`: 1 to 3 by default. */
  readonly width?: Partial<CountRange>;
  /** Tokens, `n`: 1 to 5 by default. */
  readonly tokens?: Partial<CountRange>;
  /** Smallest entry; `-5` by default. */
  readonly min?: string;
  /** Largest entry; `5` by default. */
  readonly max?: string;
}

/** One matrix in six has equal tokens, one in six has a token twice, one in twelve is 0 where that is allowed. */
function drawSequence(
  random: Random,
  width: number,
  tokens: number,
  range: { readonly min: ExactDecimal; readonly max: ExactDecimal },
): SequenceInput {
  const token = () => repeat(width, () => toText(drawDecimal(random, { ...range, digits: 2 })));
  const kind = random.nextInt(1, 12);
  const columns = repeat(tokens, token);
  if (kind <= 2) return columns.map(() => columns[0]!);
  if (kind <= 4 && tokens > 1) {
    const copy = random.nextInt(1, tokens - 1);
    return columns.with(copy, columns[random.nextInt(0, copy - 1)]!);
  }
  const hasZero = range.min.lte(ZERO) && range.max.gte(ZERO);
  return kind === 5 && hasZero ? columns.map((column) => column.map(() => '0')) : columns;
}

/**
 * Sequences of tokens, matrices `X ∈ R^{d×n}` by value, entries short decimals of [min, max]. One in six has equal tokens, one
 * in six has a token twice, one in twelve is 0. Shrinks to one token with one feature, entries to the simplest decimals of
 * the range; equal tokens stay equal.
 */
export function sequenceInputArbitrary(constraints: SequenceInputConstraints = {}): fc.Arbitrary<SequenceInput> {
  const width = countRange('features', constraints.width, { min: 1, max: 3 });
  const tokens = countRange('tokens', constraints.tokens, { min: 1, max: 5 });
  const [min, max] = [exact(constraints.min ?? '-5'), exact(constraints.max ?? '5')];
  if (min.gt(max)) throw new RangeError(`min ${toText(min)} exceeds max ${toText(max)}`);
  const simplifyToken = simplifyItems(simplifyDecimal({ min: toText(min), max: toText(max) }));
  return new ByValueArbitrary<SequenceInput>({
    draw: (random) =>
      drawSequence(random, random.nextInt(width.min, width.max), random.nextInt(tokens.min, tokens.max), { min, max }),
    simplify: function* (columns) {
      for (const kept of shorterSelections(columns.length, tokens.min)) yield select(columns, kept);
      for (const kept of shorterSelections(columns[0]!.length, width.min)) {
        yield columns.map((column) => select(column, kept));
      }
      yield* simplifyTogether(simplifyToken)(columns);
    },
    accepts: (value): value is SequenceInput =>
      Array.isArray(value) &&
      isCount(value.length, tokens) &&
      value.every(
        (column) =>
          Array.isArray(column) &&
          isCount(column.length, width) &&
          column.length === (value[0] as unknown[]).length &&
          column.every((x) => isDecimalText(x) && exact(x).gte(min) && exact(x).lte(max)),
      ),
  });
}
