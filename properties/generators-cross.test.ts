/** Targets of key and query tokens: what they declare is true, and the hard cases come up (see generators.test.ts). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxAffineCross } from '../src/constructions/max-affine-cross.js';
import { evaluate, evaluateConstant } from '../src/expression/evaluate.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import {
  buildCrossTarget,
  crossTargetArbitrary,
  evaluateModulus,
  pointOf,
  type CrossTargetDescription,
} from '../src/generators/index.js';
import { exactSystem } from '../src/numeric/exact.js';
import { intervalSystem, type Interval } from '../src/numeric/interval.js';
import { draw, expectShares, shares } from './support/shares.js';
import { smallestFailure } from './support/smallest-failure.js';

const TARGETS = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 1_500 : 150;
const system = intervalSystem;

const valueOf = (text: string): Interval => evaluateConstant(decimalConstant(text).expression, system);
const size = ({ width, tokens }: { readonly width: number; readonly tokens: number }) => width * tokens;
const columns = ({ output, entries }: CrossTargetDescription) =>
  Array.from({ length: output.tokens }, (_, token) =>
    JSON.stringify(entries.slice(token * output.width, (token + 1) * output.width)),
  );

describe('what targets of keys and queries declare', () => {
  /** Is `|f(x) − f(y)| ≤ factor · ω(‖x − y‖)`, over all inputs, false for certain at a pair of points? */
  function violates(description: CrossTargetDescription, seed: number, factor: string): boolean {
    const { expression } = buildCrossTarget(description);
    const cells = description.domain.map((_, axis) => 1 + ((seed + axis) % 8));
    const points = fc
      .sample(pointOf(description.domain, cells), { seed, numRuns: 8 })
      .map((point) => point.map(valueOf));
    return points.slice(1).some((to, k) => {
      const from = points[k]!;
      const distance = from.map((x, t) => system.sub(x, to[t]!)).reduce((a, b) => system.hypot(a, b));
      const bound = system.mul(valueOf(factor), evaluateModulus(description.modulus!, system, distance));
      const there = evaluate(expression, system, to);
      return evaluate(expression, system, from).some(
        (value, r) => system.abs(system.sub(value, there[r]!)).lo > bound.hi,
      );
    });
  }

  const targets = crossTargetArbitrary({ onePointAxes: true }).filter(({ modulus }) => modulus !== undefined);
  const drawn = fc.sample(targets, { seed: 42, numRuns: TARGETS });

  it('no pair of points violates the modulus, over the distance of all inputs', () => {
    expect(drawn.filter((description, seed) => violates(description, seed, '1'))).toEqual([]);
  });

  it('nine tenths of it is violated by some target of every reading', () => {
    const violating = drawn.filter((description, seed) => violates(description, seed, '0.9'));
    expect(new Set(violating.map(({ reads }) => reads))).toEqual(new Set(['both', 'keys', 'queries']));
  });

  it('every shrunk target satisfies the modulus that it declares', () => {
    for (const [seed, description] of drawn.slice(0, 5).entries()) {
      const shrunk = [...targets.shrink(description, undefined)].map(({ value }) => value);
      const sample = shrunk.filter((_, k) => k % Math.ceil(shrunk.length / 25) === 0);
      expect(sample.filter((simpler) => violates(simpler, seed, '1'))).toEqual([]);
    }
  });

  it('a function of the keys has no input of the queries, and the other way round', () => {
    for (const description of drawn) {
      const { expression } = buildCrossTarget(description);
      const keys = size(description.key);
      const inputs = expression.nodes.flatMap((node) => (node.op === 'input' ? [node.index] : []));
      if (description.reads === 'keys') expect(inputs.every((index) => index < keys)).toBe(true);
      if (description.reads === 'queries') expect(inputs.every((index) => index >= keys)).toBe(true);
      expect(inputs.every((index) => index < description.domain.length)).toBe(true);
      expect(expression.inputs).toBe(description.domain.length);
    }
  });

  it('every target is one that the construction of cross-attention takes', () => {
    const [inverseTemperature, mask] = [decimalConstant('1'), decimalConstant('1')];
    for (const description of draw(crossTargetArbitrary())) {
      const target = buildCrossTarget(description);
      const { key, query, domain, output } = description;
      const layer = maxAffineCross(target, { cells: domain.map(() => 2), inverseTemperature, mask });
      expect([layer.key, layer.query, layer.shape]).toEqual([key, query, output]);
      expect(size(key) + size(query)).toBe(domain.length);
    }
  });
});

it('a function of keys and one of queries have the values of their formulas, at their own inputs', () => {
  const description: CrossTargetDescription = {
    family: 'cross',
    domain: [
      ['0', '9'],
      ['0', '9'],
      ['0', '9'],
    ],
    key: { width: 1, tokens: 2 },
    query: { width: 1, tokens: 1 },
    output: { width: 1, tokens: 1 },
    reads: 'keys',
    entries: [{ family: 'piecewise-linear', groups: [[{ weights: ['10', '1'], constant: '0' }]] }],
  };
  const at = (value: CrossTargetDescription) =>
    evaluate(buildCrossTarget(value).expression, exactSystem, ['2', '3', '5'].map(exactSystem.literal)).map(
      exactSystem.toText,
    );
  const ofQueries = { family: 'piecewise-linear', groups: [[{ weights: ['7'], constant: '1' }]] } as const;
  const ofBoth = { family: 'piecewise-linear', groups: [[{ weights: ['100', '10', '1'], constant: '0' }]] } as const;
  expect(at(description)).toEqual(['23']);
  expect(at({ ...description, reads: 'queries', entries: [ofQueries] })).toEqual(['36']);
  expect(at({ ...description, reads: 'both', entries: [ofBoth] })).toEqual(['235']);
});

it('coverage: readings, shapes, outputs', () => {
  const found = shares(draw(crossTargetArbitrary()), {
    'keys and queries': ({ reads }) => reads === 'both',
    'keys alone': ({ reads }) => reads === 'keys',
    'queries alone': ({ reads }) => reads === 'queries',
    'two key tokens': ({ key }) => key.tokens === 2,
    'keys of width two': ({ key }) => key.width === 2,
    'two query tokens': ({ query }) => query.tokens === 2,
    'queries of width two': ({ query }) => query.width === 2,
    'two inputs': ({ domain }) => domain.length === 2,
    'four inputs': ({ domain }) => domain.length === 4,
    'more than one entry': ({ entries }) => entries.length > 1,
    'two equal columns': (target) => target.output.tokens === 2 && new Set(columns(target)).size === 1,
    'two unequal columns': (target) => target.output.tokens === 2 && new Set(columns(target)).size === 2,
    'a declared modulus': ({ modulus }) => modulus !== undefined,
  });
  expectShares(found, {
    'keys and queries': 35,
    'keys alone': 17,
    'queries alone': 17,
    'two key tokens': 22,
    'keys of width two': 22,
    'two query tokens': 22,
    'queries of width two': 22,
    'two inputs': 6,
    'four inputs': 30,
    'more than one entry': 20,
    'two equal columns': 3,
    'two unequal columns': 8,
    'a declared modulus': 55,
  });
});

describe('shrinking', () => {
  const unit = [['0', '1']] as const;
  const single = { width: 1, tokens: 1 };

  it('ends at the constant 0 of one key token and one query token', () => {
    expect(smallestFailure(crossTargetArbitrary(), () => false)).toEqual({
      family: 'cross',
      domain: [...unit, ...unit],
      key: single,
      query: single,
      reads: 'both',
      output: single,
      entries: [{ family: 'constant', value: '0' }],
      modulus: { kind: 'lipschitz', constant: '0' },
    });
  });

  it('keeps what a function reads while it is no constant', () => {
    const holds = ({ reads, entries }: CrossTargetDescription) =>
      reads !== 'keys' || entries.every(({ family }) => family !== 'mcshane');
    expect(smallestFailure(crossTargetArbitrary(), holds)).toMatchObject({
      domain: [...unit, ...unit],
      reads: 'keys',
      output: single,
      entries: [{ family: 'mcshane', lipschitz: '1', anchors: [{ point: ['0'], value: '0' }] }],
    });
  });

  it('drops the entries and inputs that belong to a token: two query tokens of width one', () => {
    const found = smallestFailure(crossTargetArbitrary(), ({ query }) => query.tokens === 1);
    expect(found).toMatchObject({
      domain: [...unit, ...unit, ...unit],
      key: single,
      query: { width: 1, tokens: 2 },
      entries: [{ family: 'constant', value: '0' }],
    });
  });

  it('leaves stored data alone that is no such target', () => {
    const [drawn] = fc.sample(crossTargetArbitrary(), { seed: 5, numRuns: 1 });
    const wrong = [
      { ...drawn, reads: 'nothing' },
      { ...drawn, key: { width: 3, tokens: 1 } },
      { ...drawn, entries: [] },
      { ...drawn, modulus: { kind: 'lipschitz', constant: '-1' } },
      { ...drawn, domain: unit },
    ];
    const arbitrary = crossTargetArbitrary();
    expect(arbitrary.canShrinkWithoutContext(drawn)).toBe(true);
    expect(wrong.map((value) => arbitrary.canShrinkWithoutContext(value))).toEqual(wrong.map(() => false));
  });
});
