/**
 * What the arbitraries promise: the hard cases come up. (That the declared moduli are true: generators-modulus.test.ts.)
 *
 * Frequencies are exact counts in 2,000 values of one seed; the minimum demanded is about two thirds of what the draws
 * are designed to give, so that a change of design is noticed and a change of seed is not.
 */
import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import {
  cellsArbitrary,
  domainArbitrary,
  inverseTemperatureArbitrary,
  maskArbitrary,
  perturbedScoresArbitrary,
  pointOf,
  precisionArbitrary,
  realArbitrary,
  scoresArbitrary,
  sequenceArbitrary,
  targetArbitrary,
  type DomainDescription,
  type SequenceTargetDescription,
  type TargetDescription,
} from '../src/generators/index.js';
import { decimalIntervalSystem } from '../src/numeric/decimal-interval.js';
import { decimalSystem } from '../src/numeric/decimal.js';
import { float64System } from '../src/numeric/float64.js';
import { intervalSystem } from '../src/numeric/interval.js';
import { draw, expectShares, shares } from './support/shares.js';

interface PlacedPoint {
  readonly domain: DomainDescription;
  readonly cells: readonly number[];
  readonly point: readonly string[];
}

const placedPoints = domainArbitrary({ inputs: { max: 3 }, onePointAxes: true }).chain((domain) =>
  cellsArbitrary({ axes: domain.length }).chain((cells) =>
    pointOf(domain, cells).map((point): PlacedPoint => ({ domain, cells, point })),
  ),
);

/** Where a coordinate lies, exactly: its distance from the nearest inner border of cells in units of a cell. */
function borderDistance({ domain, cells, point }: PlacedPoint, axis: number): Big | undefined {
  const [lower, upper] = domain[axis]!.map((end) => new Big(end)) as [Big, Big];
  const length = upper.minus(lower);
  if (cells[axis] === 1 || length.eq(0)) return undefined;
  const scaled = new Big(point[axis]!).minus(lower).times(cells[axis]!);
  const nearest = Math.min(Math.max(Math.round(Number(scaled.div(length))), 1), cells[axis]! - 1);
  return scaled.minus(length.times(nearest)).abs().div(length);
}

function everyAxis(placed: PlacedPoint, has: (axis: number) => boolean): boolean {
  return placed.domain.every((_, axis) => has(axis));
}

describe('coverage', () => {
  it('points: corners, exact ties, near ties, centres come up, alone and on all axes, and no point leaves its box', () => {
    const points = draw(placedPoints);
    const isEnd = ({ domain, point }: PlacedPoint, axis: number) => domain[axis]!.includes(point[axis]!);
    const isTie = (placed: PlacedPoint, axis: number) => borderDistance(placed, axis)?.eq(0) ?? false;
    const isNear = (placed: PlacedPoint, axis: number) => {
      const distance = borderDistance(placed, axis);
      return distance !== undefined && distance.gt(0) && distance.lte('0.001');
    };
    const isCentre = ({ domain, cells, point }: PlacedPoint, axis: number) => {
      const [lower, upper] = domain[axis]!.map((end) => new Big(end)) as [Big, Big];
      const doubled = new Big(point[axis]!).minus(lower).times(2 * cells[axis]!);
      const length = upper.minus(lower);
      return length.gt(0) && doubled.mod(length).eq(0) && !doubled.mod(length.times(2)).eq(0);
    };
    const some = (has: (placed: PlacedPoint, axis: number) => boolean) => (placed: PlacedPoint) =>
      placed.domain.some((_, axis) => has(placed, axis));
    const all = (has: (placed: PlacedPoint, axis: number) => boolean) => (placed: PlacedPoint) =>
      everyAxis(placed, (axis) => has(placed, axis));
    const found = shares(points, {
      corner: all(isEnd),
      'tie on an axis': some(isTie),
      'tie on every axis': all(isTie),
      'near tie': some(isNear),
      'near tie on every axis': all(isNear),
      'centre of a cell': all(isCentre),
      'more than one axis': ({ domain }) => domain.length > 1,
    });
    expectShares(found, {
      corner: 20,
      'tie on an axis': 12,
      'tie on every axis': 4,
      'near tie': 12,
      'near tie on every axis': 4,
      'centre of a cell': 6,
      'more than one axis': 45,
    });
    for (const { domain, point } of points) {
      expect(point.every((x, axis) => new Big(x).gte(domain[axis]![0]) && new Big(x).lte(domain[axis]![1]))).toBe(true);
    }
  });

  it('domains: unit boxes, one-point axes where asked for, lengths from 1e-3 to 1e3', () => {
    const length = ([lower, upper]: readonly [string, string]) => new Big(upper).minus(lower);
    const domains = draw(domainArbitrary({ onePointAxes: true }));
    const found = shares(domains, {
      'unit box': (domain) => domain.every(([lower, upper]) => lower === '0' && upper === '1'),
      'one-point axis': (domain) => domain.some((axis) => length(axis).eq(0)),
      'short axis': (domain) => domain.some((axis) => length(axis).gt(0) && length(axis).lte('0.01')),
      'long axis': (domain) => domain.some((axis) => length(axis).gte(100)),
      'one input': (domain) => domain.length === 1,
      'six inputs': (domain) => domain.length === 6,
    });
    expectShares(found, {
      'unit box': 24,
      'one-point axis': 16,
      'short axis': 16,
      'long axis': 14,
      'one input': 10,
      'six inputs': 10,
    });
    const lengths = draw(domainArbitrary()).flatMap((domain) => domain.map(length));
    expect(lengths.every((x) => x.gte('0.001') && x.lte(1000))).toBe(true);
  });

  it('cells: one cell everywhere, one cell on an axis, many cells, never too many', () => {
    const cells = draw(cellsArbitrary({ axes: 3, perAxis: 64, product: 1000 }));
    const product = (counts: readonly number[]) => counts.reduce((a, b) => a * b, 1);
    const found = shares(cells, {
      'one cell': (counts) => product(counts) === 1,
      'one cell on an axis': (counts) => counts.includes(1),
      'at least 100 cells': (counts) => product(counts) >= 100,
      'a number that is no power of two': (counts) => counts.some((count) => (count & (count - 1)) !== 0),
    });
    expectShares(found, {
      'one cell': 9,
      'one cell on an axis': 50,
      'at least 100 cells': 30,
      'a number that is no power of two': 30,
    });
    expect(Math.max(...cells.map(product))).toBeLessThanOrEqual(1000);
  });

  it('targets: every family, constants, zero Lipschitz constants, active anchors, sequences', () => {
    const targets = draw(targetArbitrary());
    const found = shares(targets, {
      ...Object.fromEntries(
        ['constant', 'mcshane', 'ridge', 'piecewise-linear', 'hoelder', 'log-modulus', 'smooth', 'sequence'].map(
          (family) => [family, (target: TargetDescription) => target.family === family],
        ),
      ),
      'Lipschitz constant 0': ({ modulus }) => modulus?.kind === 'lipschitz' && modulus.constant === '0',
      'several anchors': (target) => target.family === 'mcshane' && target.anchors.length > 1,
    });
    expectShares(found, {
      constant: 3,
      mcshane: 8,
      ridge: 8,
      'piecewise-linear': 7,
      hoelder: 7,
      'log-modulus': 8,
      smooth: 7,
      sequence: 16,
      'Lipschitz constant 0': 8,
      'several anchors': 7,
    });
  });

  it('sequences: one token, several tokens, equal columns, permuted columns, unequal constant columns', () => {
    const columns = ({ shape, entries }: SequenceTargetDescription) =>
      Array.from({ length: shape.tokens }, (_, token) =>
        JSON.stringify(entries.slice(token * shape.width, (token + 1) * shape.width)),
      );
    const distinct = (target: SequenceTargetDescription) => new Set(columns(target)).size;
    const isCoordinate = (entry: SequenceTargetDescription['entries'][number]) =>
      entry.family === 'piecewise-linear' &&
      entry.groups.length === 1 &&
      entry.groups[0]!.length === 1 &&
      entry.groups[0]![0]!.constant === '0' &&
      entry.groups[0]![0]!.weights.filter((weight) => weight === '1').length === 1 &&
      entry.groups[0]![0]!.weights.every((weight) => weight === '0' || weight === '1');
    const found = shares(draw(sequenceArbitrary()), {
      'one token': ({ shape }) => shape.tokens === 1,
      'three tokens': ({ shape }) => shape.tokens === 3,
      'equal columns': (target) => target.shape.tokens > 1 && distinct(target) === 1,
      'permuted columns': ({ shape, entries }) => shape.tokens > 1 && entries.every(isCoordinate),
      'unequal constant columns': (target) =>
        distinct(target) > 1 && target.entries.every(({ family }) => family === 'constant'),
      'entries of different families': ({ entries }) => new Set(entries.map(({ family }) => family)).size > 1,
    });
    expectShares(found, {
      'one token': 20,
      'three tokens': 20,
      'equal columns': 8,
      'permuted columns': 8,
      'unequal constant columns': 8,
      'entries of different families': 25,
    });
  });

  it('scores: one score, exact ties, equal leaders, near ties, huge gaps', () => {
    const sorted = (scores: readonly string[]) => scores.map((score) => new Big(score)).sort((a, b) => b.cmp(a));
    const gapsOf = (scores: readonly string[]) => {
      const ordered = sorted(scores);
      return ordered.slice(1).map((score, k) => ordered[k]!.minus(score));
    };
    const cases = draw(scoresArbitrary());
    const known = new Map(cases.map(({ scores }) => [scores, gapsOf(scores)]));
    const gaps = (scores: readonly string[]) => known.get(scores)!;
    const found = shares(cases, {
      'one score': ({ scores }) => scores.length === 1,
      'twelve scores': ({ scores }) => scores.length === 12,
      tie: ({ scores }) => gaps(scores).some((gap) => gap.eq(0)),
      'equal leaders': ({ scores }) => gaps(scores)[0]?.eq(0) ?? false,
      'three equal leaders': ({ scores }) =>
        gaps(scores).length > 1 &&
        gaps(scores)
          .slice(0, 2)
          .every((gap) => gap.eq(0)),
      'near tie': ({ scores }) => gaps(scores).some((gap) => gap.gt(0) && gap.lte('0.001')),
      'near tie below 1e-9': ({ scores }) => gaps(scores).some((gap) => gap.gt(0) && gap.lte('1e-9')),
      'leaders nearly tied': ({ scores }) => {
        const [gap] = gaps(scores);
        return gap !== undefined && gap.gt(0) && gap.lte('0.001');
      },
      'huge gap': ({ scores }) => gaps(scores).some((gap) => gap.gte(1000)),
      'low inverse temperature': ({ inverseTemperature }) => Number(inverseTemperature) < 0.1,
      'high inverse temperature': ({ inverseTemperature }) => Number(inverseTemperature) > 1e4,
    });
    expectShares(found, {
      'one score': 6,
      'twelve scores': 5,
      tie: 45,
      'equal leaders': 25,
      'three equal leaders': 10,
      'near tie': 35,
      'near tie below 1e-9': 18,
      'leaders nearly tied': 7,
      'huge gap': 13,
      'low inverse temperature': 14,
      'high inverse temperature': 15,
    });
  });

  it('perturbations never exceed η, and attain it with both signs', () => {
    const cases = draw(perturbedScoresArbitrary());
    for (const { eta, perturbations, scores } of cases) {
      expect(perturbations).toHaveLength(scores.length);
      expect(perturbations.every((x) => new Big(x).abs().lte(eta))).toBe(true);
    }
    const found = shares(cases, {
      'η = 0': ({ eta }) => eta === '0',
      'both ends attained': ({ eta, perturbations }) =>
        eta !== '0' && perturbations.includes(eta) && perturbations.includes(`-${eta}`),
    });
    expectShares(found, { 'η = 0': 5, 'both ends attained': 40 });
  });

  it('numbers: 0, ±1, ends, integers; temperatures over fourteen decades; masks of strength 0', () => {
    const reals = shares(draw(realArbitrary({ min: '-2.5', max: '7' })), {
      '0': (x) => x === '0',
      '1': (x) => x === '1',
      '-1': (x) => x === '-1',
      'an end': (x) => x === '-2.5' || x === '7',
      integer: (x) => !x.includes('.'),
      'three digits': (x) => /\.\d{3}$/.test(x),
    });
    const temperatures = shares(draw(inverseTemperatureArbitrary()), {
      'below 1e-3': (x) => Number(x) < 1e-3,
      '1e-3 … 1': (x) => Number(x) >= 1e-3 && Number(x) < 1,
      '1 … 1e4': (x) => Number(x) >= 1 && Number(x) < 1e4,
      'above 1e4': (x) => Number(x) >= 1e4,
      'written out double': (x) => x.length > 20,
    });
    const masks = shares(draw(maskArbitrary()), { none: (x) => x === '0', strong: (x) => Number(x) > 37 });
    expectShares(reals, { '0': 5, '1': 5, '-1': 5, 'an end': 9, integer: 35, 'three digits': 2 });
    expectShares(temperatures, {
      'below 1e-3': 15,
      '1e-3 … 1': 12,
      '1 … 1e4': 18,
      'above 1e4': 18,
      'written out double': 7,
    });
    expectShares(masks, { none: 8, strong: 22 });
  });

  it('inverse temperatures for cells of width s are κ/s² with κ in its range', () => {
    const values = draw(inverseTemperatureArbitrary({ cellWidth: '0.25', min: '1', max: '2' })).map(Number);
    expect(values.every((r) => r >= 16 && r <= 32)).toBe(true);
    expect([Math.min(...values), Math.max(...values)]).toEqual([16, 32]);
    expect(new Set(values).size).toBeGreaterThan(100);
  });

  it('precisions are the names of number systems, all four kinds', () => {
    const names = new Set(draw(precisionArbitrary()));
    const digits = Array.from({ length: 56 }, (_, k) => k + 5);
    const systems = [
      float64System,
      intervalSystem,
      ...digits.flatMap((d) => [decimalSystem(d), decimalIntervalSystem(d)]),
    ];
    expect([...names].sort()).toEqual(systems.map(({ name }) => name).sort());
    const enclosures = draw(precisionArbitrary({ enclosuresOnly: true }));
    expect(enclosures.every((name) => name === 'interval' || name.startsWith('decimal-interval-'))).toBe(true);
  });
});
