/** The hard cases of integrable targets come up; frequencies as in generators.test.ts. */
import Big from 'big.js';
import { expect, it } from 'vitest';
import {
  ballArbitrary,
  integrableArbitrary,
  jumpsArbitrary,
  jumpSequenceArbitrary,
  singularArbitrary,
  type BallDescription,
  type DomainDescription,
  type IntegrableTargetDescription,
  type JumpsDescription,
  type SingularDescription,
} from '../src/generators/index.js';
import { draw, expectShares, shares } from './support/shares.js';

/** How far along its axis a coordinate lies, from 0 to 1, exactly where that terminates. */
function fraction(x: string, [lower, upper]: DomainDescription[number]): Big {
  return new Big(x).minus(lower).div(new Big(upper).minus(lower));
}

const isWhole = (x: Big) => x.round(0).eq(x);
const isEnd = (part: Big) => part.eq(0) || part.eq(1);

it('integrable targets: every family, in the share that is promised', () => {
  const is = (family: string) => (target: IntegrableTargetDescription) => target.family === family;
  const names = ['jumps', 'singular', 'ball', 'continuous', 'jump-sequence'];
  const found = shares(draw(integrableArbitrary()), {
    ...Object.fromEntries(names.map((name) => [name, is(name)])),
    'one input': ({ domain }) => domain.length === 1,
    'three inputs': ({ domain }) => domain.length === 3,
  });
  expectShares(found, {
    jumps: 24,
    singular: 24,
    ball: 15,
    continuous: 7,
    'jump-sequence': 7,
    'one input': 22,
    'three inputs': 22,
  });
});

it('jumps: at borders of dyadic and decimal grids, at ends, on one hyperplane, of height 0, on every kind of base', () => {
  const places = ({ domain, jumps }: JumpsDescription) => jumps.map(({ axis, at }) => fraction(at, domain[axis]!));
  const keys = ({ jumps }: JumpsDescription) => jumps.map(({ axis, at }) => `${axis} ${at}`);
  const found = shares(draw(jumpsArbitrary()), {
    'a dyadic border': (target) => places(target).some((part) => isWhole(part.times(32)) && !isEnd(part)),
    'a decimal border that is not dyadic': (target) =>
      places(target).some((part) => isWhole(part.times(20)) && !isWhole(part.times(32))),
    'no border of a typical grid': (target) =>
      places(target).some((part) => !isWhole(part.times(20)) && !isWhole(part.times(32))),
    'the lower end': (target) => places(target).some((part) => part.eq(0)),
    'the upper end': (target) => places(target).some((part) => part.eq(1)),
    'coinciding hyperplanes': (target) => new Set(keys(target)).size < keys(target).length,
    'a height 0': ({ jumps }) => jumps.some(({ height }) => height === '0'),
    'one jump': ({ jumps }) => jumps.length === 1,
    'three jumps': ({ jumps }) => jumps.length === 3,
    'no hyperplane inside': ({ hyperplanes }) => hyperplanes.length === 0,
    'three hyperplanes inside': ({ hyperplanes }) => hyperplanes.length === 3,
    'several axes': ({ jumps }) => new Set(jumps.map(({ axis }) => axis)).size > 1,
    ...Object.fromEntries(
      ['constant', 'mcshane', 'piecewise-linear', 'ridge'].map((family) => [
        family,
        ({ base }: JumpsDescription) => base.family === family,
      ]),
    ),
  });
  expectShares(found, {
    'a dyadic border': 35,
    'a decimal border that is not dyadic': 24,
    'no border of a typical grid': 30,
    'the lower end': 8,
    'the upper end': 8,
    'coinciding hyperplanes': 8,
    'a height 0': 8,
    'one jump': 24,
    'three jumps': 24,
    'no hyperplane inside': 4,
    'three hyperplanes inside': 11,
    'several axes': 22,
    constant: 17,
    mcshane: 17,
    'piecewise-linear': 17,
    ridge: 17,
  });
});

it('sequences with jumps: two tokens, either of which may be the one that jumps', () => {
  const targets = draw(jumpSequenceArbitrary());
  expectShares(
    shares(targets, {
      first: ({ entries }) => entries[0]!.jumps.length > 0,
      second: ({ entries }) => entries[1]!.jumps.length > 0,
    }),
    { first: 35, second: 35 },
  );
  for (const { entries, domain } of targets) {
    expect([entries.length, domain.length]).toEqual([2, 2]);
    expect(entries.filter(({ jumps }) => jumps.length > 0)).toHaveLength(1);
  }
});

it('singularities: at corners, on faces, at centres and borders of cells, with exponents next to the critical one', () => {
  const power = 2;
  const places = ({ domain, point }: SingularDescription) => point.map((x, t) => fraction(x, domain[t]!));
  /** Is it half a cell beyond a border, for some grid of 1, 2, … 20 or 32 cells? */
  const isCentre = (part: Big) => [1, 2, 4, 5, 8, 10, 16, 20, 32].some((cells) => isOdd(part.times(2 * cells)));
  const isOdd = (x: Big) => isWhole(x) && !x.mod(2).eq(0);
  const lastDigit = (text: string) => new Big(10).pow(-(text.split('.')[1] ?? '').length);
  const found = shares(draw(singularArbitrary({ power: String(power) })), {
    corner: (target) => places(target).every(isEnd),
    'on a face, no corner': (target) => places(target).some(isEnd) && !places(target).every(isEnd),
    'a centre of cells on all axes': (target) => places(target).every(isCentre),
    'borders of dyadic or decimal grids': (target) =>
      places(target).every((part) => (isWhole(part.times(32)) || isWhole(part.times(20))) && !isEnd(part)),
    'inside the domain': (target) => !places(target).some(isEnd),
    'next to the critical exponent': ({ exponent, domain }) =>
      new Big(exponent).plus(lastDigit(exponent)).times(power).gte(domain.length),
    'an exponent of at most 0.1': ({ exponent }) => new Big(exponent).lte('0.1'),
    'an exponent of at least 1': ({ exponent }) => new Big(exponent).gte(1),
    'a constant': ({ constant }) => constant !== '0',
    'a negative height': ({ height }) => height.startsWith('-'),
  });
  expectShares(found, {
    corner: 12,
    'on a face, no corner': 5,
    'a centre of cells on all axes': 28,
    'borders of dyadic or decimal grids': 28,
    'inside the domain': 50,
    'next to the critical exponent': 22,
    'an exponent of at most 0.1': 8,
    'an exponent of at least 1': 11,
    'a constant': 20,
    'a negative height': 28,
  });
});

it('balls: tiny ones, tangent ones, ones that contain the domain, centres outside, height 0', () => {
  const gaps = ({ domain, centre }: BallDescription) =>
    domain.map((axis, t) => axis.map((end) => new Big(end).minus(centre[t]!).abs()) as [Big, Big]);
  const square = (target: BallDescription) => new Big(target.radius).pow(2);
  const farthest = (target: BallDescription) =>
    gaps(target)
      .map(([a, b]) => (a.gt(b) ? a : b).pow(2))
      .reduce((a, b) => a.plus(b));
  const longest = ({ domain }: BallDescription) =>
    domain.map(([lower, upper]) => new Big(upper).minus(lower)).reduce((a, b) => (a.gt(b) ? a : b));
  const found = shares(draw(ballArbitrary()), {
    'contains the domain': (target) => square(target).gte(farthest(target)),
    'does not contain the domain': (target) => square(target).lt(farthest(target)),
    tangent: (target) =>
      gaps(target)
        .flat()
        .some((gap) => gap.eq(target.radius)),
    tiny: (target) => longest(target).times('0.01').gte(target.radius),
    'centre outside': ({ domain, centre }) =>
      centre.some((x, t) => new Big(x).lt(domain[t]![0]) || new Big(x).gt(domain[t]![1])),
    'height 0': ({ height }) => height === '0',
  });
  expectShares(found, {
    'contains the domain': 15,
    'does not contain the domain': 50,
    tangent: 13,
    tiny: 8,
    'centre outside': 2.7,
    'height 0': 4,
  });
});

it('options: every target has the inputs and the families that are asked for', () => {
  const targets = draw(integrableArbitrary({ inputs: { min: 2, max: 2 }, families: ['ball', 'jump-sequence'] }));
  expect(targets.every(({ domain }) => domain.length === 2)).toBe(true);
  expect(new Set(targets.map(({ family }) => family))).toEqual(new Set(['ball', 'jump-sequence']));
  const narrow = draw(integrableArbitrary({ inputs: { max: 1 } }));
  expect(new Set(narrow.map(({ family }) => family))).toEqual(new Set(['ball', 'continuous', 'jumps', 'singular']));
  const lengths = targets.flatMap(({ domain }) => domain.map(([lower, upper]) => new Big(upper).minus(lower)));
  expect(lengths.every((length) => length.gt(0))).toBe(true);
});

it('texts of numbers stay short: 14 characters at most for every place, height, radius and exponent', () => {
  const numbers = draw(integrableArbitrary()).flatMap((target) => {
    switch (target.family) {
      case 'jumps':
        return target.jumps.flatMap(({ at, height }) => [at, height]);
      case 'singular':
        return [...target.point, target.exponent, target.height, target.constant];
      case 'ball':
        return [...target.centre, target.radius, target.height];
      default:
        return [];
    }
  });
  expect(Math.max(...numbers.map((text) => text.length))).toBeLessThanOrEqual(14);
});
