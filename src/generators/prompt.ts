import fc from 'fast-check';
import { ByValueArbitrary, drawnBy } from './engine/by-value-arbitrary.js';
import { countRange, isCount, type CountRange } from './engine/count-range.js';
import { isDecimalText } from './engine/exact-decimal.js';
import { select, simplifyOffset } from './engine/parameters.js';
import { simplifyDecimal } from './engine/simplify-decimal.js';
import { shorterSelections, simplifyFields, simplifyItems, simplifyTogether } from './engine/simplify.js';
import { realArbitrary } from './real.js';

/** A loss of the residual `r = wᵀx − y`, or of the margin of a label. */
export type LossDescription =
  | { readonly kind: 'squared' }
  | { readonly kind: 'huber'; readonly threshold: string }
  /** Targets are labels: what is below 0 counts as −1, all else as 1. */
  | { readonly kind: 'logistic' };

export type LossKind = LossDescription['kind'];

/** Features and target of one example, as exact decimal text. */
export interface ExampleDescription {
  readonly x: readonly string[];
  readonly y: string;
}

/** What in-context gradient descent finds in its prompt, and the loss that it descends. */
export interface PromptDescription {
  readonly examples: readonly ExampleDescription[];
  /** `w`, as long as the features of each example. */
  readonly weights: readonly string[];
  readonly loss: LossDescription;
}

/** Constraints of {@link promptArbitrary}. */
export interface PromptConstraints {
  /** Examples: 1 to 6 by default. */
  readonly examples?: Partial<CountRange>;
  /** Features of an example: 1 to 3 by default. */
  readonly features?: Partial<CountRange>;
  /** All three kinds by default. */
  readonly losses?: readonly LossKind[];
}

const THRESHOLD = { min: '0.01', max: '5' };

/** Three in seven losses are squared, two are Huber's, two logistic, where all are allowed. */
const lossesByKind: readonly {
  readonly weight: number;
  readonly kind: LossKind;
  arbitrary: fc.Arbitrary<LossDescription>;
}[] = [
  { weight: 3, kind: 'squared', arbitrary: fc.constant({ kind: 'squared' }) },
  {
    weight: 2,
    kind: 'huber',
    arbitrary: realArbitrary({ ...THRESHOLD, digits: 2 }).map((threshold) => ({ kind: 'huber', threshold })),
  },
  { weight: 2, kind: 'logistic', arbitrary: fc.constant({ kind: 'logistic' }) },
];

/** Vectors before the coordinates beyond the number of features are cut off. */
function vector(length: number, max: string): fc.Arbitrary<readonly string[]> {
  return fc.array(realArbitrary({ min: `-${max}`, max, digits: 2 }), { minLength: length, maxLength: length });
}

function drawnPrompts(
  examples: CountRange,
  features: CountRange,
  losses: readonly LossKind[],
): fc.Arbitrary<PromptDescription> {
  const example = fc.record({ x: vector(features.max, '3'), y: realArbitrary({ min: '-5', max: '5', digits: 2 }) });
  const lists = fc.oneof(
    { weight: 3, arbitrary: fc.array(example, { minLength: examples.min, maxLength: examples.max }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer(examples), example)
        .map(([count, repeated]) => Array.from({ length: count }, () => repeated)),
    },
  );
  const allowed = lossesByKind.filter(({ kind }) => losses.includes(kind));
  return fc
    .tuple(
      fc.integer(features),
      lists,
      vector(features.max, '2'),
      fc.oneof(...allowed.map(({ weight, arbitrary }) => ({ weight, arbitrary }))),
    )
    .map(([count, list, weights, loss]) => ({
      examples: list.map(({ x, y }) => ({ x: x.slice(0, count), y })),
      weights: weights.slice(0, count),
      loss,
    }));
}

const simplifyVector = simplifyItems(simplifyOffset);
const simplifyThreshold = simplifyDecimal({ ...THRESHOLD, towards: '1' });

/**
 * Prompts of in-context gradient descent: examples `(x_i, y_i)`, weights `w` and a loss. Three losses in seven are squared, two
 * are Huber's with a threshold from 0.01 to 5, two are logistic, whose targets count as labels. One list of examples in
 * four repeats a single one, so that errors of all of them add up. Features are in [−3, 3], targets in [−5, 5], weights in
 * [−2, 2].
 *
 * Shrinks to the example `((0), 0)` at `w = 0` under the squared loss; equal examples stay equal.
 */
export function promptArbitrary(constraints: PromptConstraints = {}): fc.Arbitrary<PromptDescription> {
  const examples = countRange('examples', constraints.examples, { min: 1, max: 6 });
  const features = countRange('features', constraints.features, { min: 1, max: 3 });
  const losses = constraints.losses ?? lossesByKind.map(({ kind }) => kind);
  if (losses.length === 0) throw new RangeError('losses must not be empty');
  return new ByValueArbitrary<PromptDescription>({
    draw: drawnBy(drawnPrompts(examples, features, losses)),
    simplify: function* (prompt) {
      for (const kept of shorterSelections(prompt.examples.length, examples.min)) {
        yield { ...prompt, examples: select(prompt.examples, kept) };
      }
      for (const kept of shorterSelections(prompt.weights.length, features.min)) {
        yield {
          ...prompt,
          examples: prompt.examples.map(({ x, y }) => ({ x: select(x, kept), y })),
          weights: select(prompt.weights, kept),
        };
      }
      yield* simplifyFields<PromptDescription>({
        examples: simplifyTogether(simplifyFields<ExampleDescription>({ x: simplifyVector, y: simplifyOffset })),
        weights: simplifyVector,
        loss: (loss) => simplifyLoss(loss, losses),
      })(prompt);
    },
    accepts: (value): value is PromptDescription => isPrompt(value, examples, features, losses),
  });
}

function* simplifyLoss(loss: LossDescription, allowed: readonly LossKind[]): Iterable<LossDescription> {
  if (loss.kind !== 'squared' && allowed.includes('squared')) yield { kind: 'squared' };
  if (loss.kind !== 'huber') return;
  for (const threshold of simplifyThreshold(loss.threshold)) yield { kind: 'huber', threshold };
}

function isPrompt(
  value: unknown,
  examples: CountRange,
  features: CountRange,
  losses: readonly LossKind[],
): value is PromptDescription {
  if (typeof value !== 'object' || value === null) return false;
  const { examples: list, weights, loss } = value as Partial<Record<keyof PromptDescription, unknown>>;
  return (
    Array.isArray(list) &&
    isCount(list.length, examples) &&
    Array.isArray(weights) &&
    isCount(weights.length, features) &&
    list.every((example) => isExample(example, weights.length)) &&
    weights.every(isDecimalText) &&
    isLoss(loss, losses)
  );
}

function isExample(value: unknown, features: number): value is ExampleDescription {
  if (typeof value !== 'object' || value === null || !('x' in value) || !('y' in value)) return false;
  const { x, y } = value;
  return Array.isArray(x) && x.length === features && [...(x as unknown[]), y].every(isDecimalText);
}

function isLoss(value: unknown, allowed: readonly LossKind[]): value is LossDescription {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (!allowed.some((kind) => kind === value.kind)) return false;
  return value.kind !== 'huber' || ('threshold' in value && isDecimalText(value.threshold));
}
