/** Prompts of in-context gradient descent: hard cases come up (see generators.test.ts), and failures shrink. */
import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptArbitrary, type PromptDescription } from '../src/generators/index.js';
import { draw, expectShares, shares } from './support/shares.js';
import { smallestFailure, smallestFailures } from './support/smallest-failure.js';

const distinct = ({ examples }: PromptDescription) => new Set(examples.map((example) => JSON.stringify(example))).size;

/** `wᵀx_i − y_i`, exactly. */
const residuals = ({ examples, weights }: PromptDescription) =>
  examples.map(({ x, y }) =>
    x.reduce((sum, entry, j) => sum.plus(new Big(entry).times(weights[j]!)), new Big(y).neg()),
  );

describe('prompts', () => {
  it('have every loss, repeated examples, one and six examples, residuals 0, features 0, targets of both signs', () => {
    const found = shares(draw(promptArbitrary()), {
      squared: ({ loss }) => loss.kind === 'squared',
      huber: ({ loss }) => loss.kind === 'huber',
      logistic: ({ loss }) => loss.kind === 'logistic',
      'one example repeated': (prompt) => prompt.examples.length > 1 && distinct(prompt) === 1,
      'one example': ({ examples }) => examples.length === 1,
      'six examples': ({ examples }) => examples.length === 6,
      'one feature': ({ weights }) => weights.length === 1,
      'three features': ({ weights }) => weights.length === 3,
      'a residual 0': (prompt) => residuals(prompt).some((r) => r.eq(0)),
      'weights 0': ({ weights }) => weights.every((w) => w === '0'),
      'an example of features 0': ({ examples }) => examples.some(({ x }) => x.every((entry) => entry === '0')),
      'targets of both signs': ({ examples }) =>
        examples.some(({ y }) => y.startsWith('-')) && examples.some(({ y }) => !y.startsWith('-') && y !== '0'),
      'a residual beyond the threshold, and one within': (prompt) => {
        const { loss } = prompt;
        if (loss.kind !== 'huber') return false;
        const beyond = residuals(prompt).map((r) => r.abs().gt(loss.threshold));
        return beyond.includes(true) && beyond.includes(false);
      },
    });
    expectShares(found, {
      squared: 28,
      huber: 19,
      logistic: 19,
      'one example repeated': 14,
      'one example': 13,
      'six examples': 10,
      'one feature': 22,
      'three features': 22,
      'a residual 0': 4,
      'weights 0': 3,
      'an example of features 0': 7,
      'targets of both signs': 30,
      'a residual beyond the threshold, and one within': 6.6,
    });
  });

  it('are consistent: features and weights of one length, numbers in their ranges', () => {
    const isWithin = (text: string, most: number) => new Big(text).abs().lte(most);
    for (const { examples, weights, loss } of draw(promptArbitrary())) {
      expect(examples.every(({ x }) => x.length === weights.length)).toBe(true);
      expect(examples.every(({ x, y }) => x.every((entry) => isWithin(entry, 3)) && isWithin(y, 5))).toBe(true);
      expect(weights.every((w) => isWithin(w, 2))).toBe(true);
      if (loss.kind === 'huber') {
        expect(new Big(loss.threshold).gte('0.01') && new Big(loss.threshold).lte(5)).toBe(true);
      }
    }
  });

  it('have the sizes and losses that are asked for', () => {
    const drawn = draw(
      promptArbitrary({ examples: { min: 2, max: 3 }, features: { min: 4, max: 5 }, losses: ['huber'] }),
    );
    expect(new Set(drawn.map(({ examples }) => examples.length))).toEqual(new Set([2, 3]));
    expect(new Set(drawn.map(({ weights }) => weights.length))).toEqual(new Set([4, 5]));
    expect(new Set(drawn.map(({ loss }) => loss.kind))).toEqual(new Set(['huber']));
  });
});

describe('a failure', () => {
  const zero = { x: ['0'], y: '0' };

  it('of everything: one example 0 at weight 0, the squared loss', () => {
    expect(smallestFailure(promptArbitrary(), () => false)).toEqual({
      examples: [zero],
      weights: ['0'],
      loss: { kind: 'squared' },
    });
  });

  it('of a loss: Huber’s with threshold 1, or the logistic one', () => {
    const of = (kind: string) => smallestFailure(promptArbitrary(), ({ loss }) => loss.kind !== kind).loss;
    expect([of('huber'), of('logistic')]).toEqual([{ kind: 'huber', threshold: '1' }, { kind: 'logistic' }]);
  });

  it('of repeated examples with a target: they stay equal', () => {
    const holds = (prompt: PromptDescription) =>
      distinct(prompt) === prompt.examples.length || prompt.examples.some(({ y }) => !y.includes('.'));
    const { examples, weights } = smallestFailure(promptArbitrary(), holds);
    expect(weights).toEqual(['0']);
    expect(examples).toEqual([
      { x: ['0'], y: '0.1' },
      { x: ['0'], y: '0.1' },
    ]);
  });

  it('of a prompt with unlike residuals: numbers of one digit', () => {
    const holds = (prompt: PromptDescription) => {
      const sizes = residuals(prompt).map((r) => Number(r.abs()));
      return Math.max(...sizes) < 1 + Math.min(...sizes);
    };
    for (const { examples, weights } of smallestFailures(promptArbitrary(), holds)) {
      expect(examples).toHaveLength(2);
      const numbers = [...examples.flatMap(({ x, y }) => [...x, y]), ...weights];
      expect(numbers.every((text) => /^-?\d$/.test(text))).toBe(true);
    }
  });

  it('of a stored case shrinks as well as one of a fresh one; data that is no prompt is left alone', () => {
    const stored: PromptDescription = {
      examples: [
        { x: ['0.25', '-1.5'], y: '2.75' },
        { x: ['1', '3'], y: '-4' },
      ],
      weights: ['1.25', '0'],
      loss: { kind: 'huber', threshold: '0.37' },
    };
    const arbitrary = promptArbitrary();
    const property = fc.property(arbitrary, ({ examples }) => examples.length < 2);
    expect(fc.check(property, { examples: [[stored]], numRuns: 1 }).counterexample).toEqual([
      { examples: [zero, zero], weights: ['0'], loss: { kind: 'squared' } },
    ]);
    const wrong = [
      { ...stored, weights: ['1'] },
      { ...stored, examples: [] },
      { ...stored, examples: [{ x: ['a', 'b'], y: '1' }] },
      { ...stored, loss: { kind: 'hinge' } },
      { ...stored, loss: { kind: 'huber' } },
      { examples: stored.examples },
    ];
    expect(arbitrary.canShrinkWithoutContext(stored)).toBe(true);
    expect(wrong.map((value) => arbitrary.canShrinkWithoutContext(value))).toEqual(wrong.map(() => false));
    expect(promptArbitrary({ losses: ['squared'] }).canShrinkWithoutContext(stored)).toBe(false);
  });
});
