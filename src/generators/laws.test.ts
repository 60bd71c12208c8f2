/** The laws that every arbitrary of this folder obeys. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as generators from './index.js';

const samples: readonly (readonly [name: string, arbitrary: fc.Arbitrary<unknown>])[] = [
  ['realArbitrary', generators.realArbitrary({ min: '-3.5', max: '20' })],
  ['domainArbitrary', generators.domainArbitrary({ onePointAxes: true })],
  [
    'pointOf',
    generators.pointOf(
      [
        ['0', '1'],
        ['-1.5', '0.75'],
        ['2', '2'],
      ],
      [4, 3, 2],
    ),
  ],
  ['constantArbitrary', generators.constantArbitrary()],
  ['mcshaneArbitrary', generators.mcshaneArbitrary({ inputs: { min: 2, max: 4 } })],
  ['ridgeArbitrary', generators.ridgeArbitrary()],
  ['piecewiseLinearArbitrary', generators.piecewiseLinearArbitrary()],
  ['hoelderArbitrary', generators.hoelderArbitrary({ onePointAxes: true })],
  ['logModulusArbitrary', generators.logModulusArbitrary()],
  ['smoothArbitrary', generators.smoothArbitrary()],
  ['sequenceArbitrary', generators.sequenceArbitrary({ onePointAxes: true })],
  ['targetArbitrary', generators.targetArbitrary()],
  ['targetArbitrary (sequences)', generators.targetArbitrary({ sequence: true, families: ['ridge', 'hoelder'] })],
  ['targetArbitrary (no constants)', generators.targetArbitrary({ sequence: false, families: ['mcshane', 'smooth'] })],
  ['integrableArbitrary', generators.integrableArbitrary()],
  ['integrableArbitrary (three inputs)', generators.integrableArbitrary({ inputs: { min: 3 }, power: '4' })],
  ['jumpsArbitrary', generators.jumpsArbitrary()],
  ['jumpSequenceArbitrary', generators.jumpSequenceArbitrary()],
  ['singularArbitrary', generators.singularArbitrary({ power: '2.5' })],
  ['ballArbitrary', generators.ballArbitrary({ inputs: { max: 2 } })],
  ['crossTargetArbitrary', generators.crossTargetArbitrary({ onePointAxes: true })],
  [
    'crossTargetArbitrary (many inputs)',
    generators.crossTargetArbitrary({ inputs: { min: 5, max: 8 }, families: ['ridge'] }),
  ],
  ['tokenFunctionArbitrary', generators.tokenFunctionArbitrary()],
  ['tokenFunctionArbitrary (common)', generators.tokenFunctionArbitrary({ common: true, tokens: { min: 3 } })],
  ['sequenceInputArbitrary', generators.sequenceInputArbitrary()],
  [
    'sequenceInputArbitrary (positive)',
    generators.sequenceInputArbitrary({ min: '0.5', max: '1.25', width: { min: 2 } }),
  ],
  ['headsArbitrary', generators.headsArbitrary()],
  ['headsArbitrary (few keys)', generators.headsArbitrary({ keys: 12, tooFewTokens: true })],
  ['rangeArbitrary', generators.rangeArbitrary()],
  ['rangeArbitrary (no points)', generators.rangeArbitrary({ points: false })],
  ['queryArbitrary', generators.queryArbitrary({ a: '-1', b: '2.5' }, { cells: 7 })],
  ['queryArbitrary (a point)', generators.queryArbitrary({ a: '3', b: '3' })],
  ['sharpnessArbitrary', generators.sharpnessArbitrary()],
  ['keyCountArbitrary', generators.keyCountArbitrary({ most: 100 })],
  ['promptArbitrary', generators.promptArbitrary()],
  [
    'promptArbitrary (two features)',
    generators.promptArbitrary({ features: { min: 2, max: 2 }, examples: { min: 2 }, losses: ['huber', 'logistic'] }),
  ],
  ['cellsArbitrary', generators.cellsArbitrary({ axes: 3, product: 500 })],
  ['inverseTemperatureArbitrary', generators.inverseTemperatureArbitrary({ cellWidth: '0.03125' })],
  ['maskArbitrary', generators.maskArbitrary()],
  ['precisionArbitrary', generators.precisionArbitrary()],
  ['precisionArbitrary (enclosures)', generators.precisionArbitrary({ enclosuresOnly: true, min: 20, max: 50 })],
  ['decimalDigitsArbitrary', generators.decimalDigitsArbitrary()],
  ['scoresArbitrary', generators.scoresArbitrary({ least: 2 })],
  ['perturbedScoresArbitrary', generators.perturbedScoresArbitrary()],
];

const draw = (arbitrary: fc.Arbitrary<unknown>, numRuns: number) => fc.sample(arbitrary, { seed: 20_250, numRuns });

/** Candidates by which fast-check would replace a value; none is drawn from a context. */
function shrinks(arbitrary: fc.Arbitrary<unknown>, value: unknown): unknown[] {
  return [...arbitrary.shrink(value, undefined)].map((candidate) => candidate.value);
}

it('the laws are checked for every public arbitrary', () => {
  const named = new Set(samples.map(([name]) => name.split(' ')[0]));
  const factories = Object.keys(generators).filter((name) => name.endsWith('Arbitrary') || name === 'pointOf');
  expect(factories.filter((name) => !named.has(name))).toEqual([]);
});

describe.each(samples)('%s', (_, arbitrary) => {
  it('draws plain data: every value equals its copy through JSON', () => {
    for (const value of draw(arbitrary, 200)) expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
  });

  it('draws the same values from the same seed', () => {
    expect(draw(arbitrary, 50)).toEqual(draw(arbitrary, 50));
  });

  it('can shrink every value it draws without knowing where it came from, and refuses foreign values', () => {
    for (const value of draw(arbitrary, 200)) {
      expect(arbitrary.canShrinkWithoutContext(structuredClone(value))).toBe(true);
    }
    for (const foreign of [undefined, null, NaN, 'x', -1, {}, [], ['x'], { family: 'unknown', domain: [] }]) {
      expect(arbitrary.canShrinkWithoutContext(foreign)).toBe(false);
    }
  });

  it('shrinks every value to other values of its own, which are plain data too', () => {
    for (const value of draw(arbitrary, 8)) {
      for (const candidate of shrinks(arbitrary, value)) {
        expect(candidate).not.toStrictEqual(value);
        expect(arbitrary.canShrinkWithoutContext(candidate)).toBe(true);
        expect(JSON.parse(JSON.stringify(candidate))).toStrictEqual(candidate);
      }
    }
  });

  it('stops shrinking, whichever candidate is taken', () => {
    // A greedy path takes about log₂ steps per number; a path of smallest steps counts a mantissa down, so it is cut.
    const [first] = draw(arbitrary, 1);
    for (const seed of [1, 2, 3, 4]) {
      let value = first;
      let steps = 0;
      for (; steps < 5_000; steps++) {
        const candidates = shrinks(arbitrary, value);
        if (candidates.length === 0) break;
        // A fixed pseudo-random walk, leaning to the front of the list.
        const choice = ((steps * 7_919 + seed * 104_729) % 97) / 97;
        value = candidates[Math.floor(choice * choice * candidates.length)];
      }
      expect(steps).toBeLessThan(5_000);
    }
  });
});

describe('impossible options are refused when the arbitrary is made', () => {
  const impossible: readonly (readonly [string, () => unknown])[] = [
    ['an empty range', () => generators.realArbitrary({ min: '1', max: '0' })],
    ['a number that is no decimal', () => generators.realArbitrary({ min: '1/3' })],
    ['half a digit', () => generators.realArbitrary({ digits: 0.5 })],
    ['no inputs', () => generators.domainArbitrary({ inputs: { min: 0 } })],
    ['more inputs at least than at most', () => generators.mcshaneArbitrary({ inputs: { min: 3, max: 2 } })],
    ['sequences of five inputs', () => generators.sequenceArbitrary({ inputs: { min: 5, max: 5 } })],
    ['no family', () => generators.targetArbitrary({ families: [] })],
    ['no family of entries', () => generators.sequenceArbitrary({ families: [] })],
    ['a power below 1', () => generators.integrableArbitrary({ power: '0.5' })],
    ['a power that is no decimal', () => generators.singularArbitrary({ power: 'Infinity' })],
    ['no family of integrable functions', () => generators.integrableArbitrary({ families: [] })],
    [
      'two tokens with three inputs',
      () => generators.integrableArbitrary({ families: ['jump-sequence'], inputs: { min: 3 } }),
    ],
    ['keys without queries', () => generators.crossTargetArbitrary({ inputs: { max: 1 } })],
    ['keys and queries of seven inputs', () => generators.crossTargetArbitrary({ inputs: { min: 7, max: 7 } })],
    ['no family of keys and queries', () => generators.crossTargetArbitrary({ families: [] })],
    ['no tokens', () => generators.tokenFunctionArbitrary({ tokens: { min: 0 } })],
    ['more features at least than at most', () => generators.sequenceInputArbitrary({ width: { min: 3, max: 2 } })],
    ['entries of an empty range', () => generators.sequenceInputArbitrary({ min: '1', max: '0' })],
    ['heads with two keys', () => generators.headsArbitrary({ keys: 2 })],
    ['an inverted range', () => generators.queryArbitrary({ a: '1', b: '0' })],
    ['queries among no keys', () => generators.queryArbitrary({ a: '0', b: '1' }, { cells: 0 })],
    ['no keys', () => generators.keyCountArbitrary({ most: 0 })],
    ['no examples', () => generators.promptArbitrary({ examples: { min: 0 } })],
    ['half a feature', () => generators.promptArbitrary({ features: { max: 1.5 } })],
    ['no loss', () => generators.promptArbitrary({ losses: [] })],
    ['an inverted axis', () => generators.pointOf([['1', '0']])],
    ['no axes', () => generators.pointOf([])],
    ['cells for another number of axes', () => generators.pointOf([['0', '1']], [2, 2])],
    ['no cells', () => generators.pointOf([['0', '1']], [0])],
    ['no cells on an axis', () => generators.cellsArbitrary({ perAxis: 0 })],
    ['cells of width 0', () => generators.inverseTemperatureArbitrary({ cellWidth: '0' })],
    ['temperatures of 0', () => generators.inverseTemperatureArbitrary({ min: '0' })],
    ['a negative mask', () => generators.maskArbitrary({ max: '-1' })],
    ['no digits', () => generators.precisionArbitrary({ min: 0 })],
    ['no scores', () => generators.scoresArbitrary({ least: 0 })],
    ['more scores at least than at most', () => generators.perturbedScoresArbitrary({ least: 5, most: 4 })],
  ];

  it.each(impossible)('%s', (_, make) => {
    expect(make).toThrow(RangeError);
  });

  it('inputs of another number than the target has', () => {
    const f = generators.approxFunction({ family: 'constant', domain: [['0', '1']], value: '2' });
    expect(f([0.5])).toEqual([2]);
    expect(() => f([])).toThrow(RangeError);
  });
});
