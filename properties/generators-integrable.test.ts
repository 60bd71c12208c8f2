/**
 * What descriptions of integrable targets declare is true: the Lipschitz constant off the hyperplanes, where these are, the
 * integrability of singularities, and the Lipschitz constant of an approximation and the set on which it agrees.
 *
 * Points have decimal coordinates; where they lie is decided exactly, and values are enclosed: there is no tolerance.
 */
import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireFinite } from '../src/approximation/require-finite.js';
import { evaluate, evaluateConstant } from '../src/expression/evaluate.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import { TargetError, type Target } from '../src/expression/target.js';
import {
  ballArbitrary,
  buildIntegrable,
  integrableArbitrary,
  jumpsArbitrary,
  jumpSequenceArbitrary,
  lipschitzApproximation,
  pointOf,
  singularArbitrary,
  type DomainDescription,
  type Hyperplane,
  type IntegrableTargetDescription,
  type JumpsDescription,
  type JumpSequenceDescription,
} from '../src/generators/index.js';
import { decimalIntervalSystem, type DecimalInterval } from '../src/numeric/decimal-interval.js';

const SEED = 42;
const TARGETS = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 1_000 : 60;

function draw<T>(arbitrary: fc.Arbitrary<T>, numRuns: number, seed = SEED): T[] {
  return fc.sample(arbitrary, { seed, numRuns });
}

const system = decimalIntervalSystem(40);
type Point = readonly string[];

const valueOf = (text: string): DecimalInterval => evaluateConstant(decimalConstant(text).expression, system);
const valuesAt = ({ expression }: Target, point: Point): DecimalInterval[] =>
  evaluate(expression, system, point.map(valueOf));
const distanceOf = (x: Point, y: Point): DecimalInterval =>
  system.abs(x.map((_, t) => valueOf(new Big(x[t]!).minus(y[t]!).toFixed())).reduce((a, b) => system.hypot(a, b)));

/** Is `|f(x) − f(y)| ≤ factor · L · ‖x − y‖` false for certain, for some output? */
function violates(target: Target, lipschitz: DecimalInterval, [x, y]: readonly [Point, Point], factor = '1'): boolean {
  const bound = system.mul(system.mul(valueOf(factor), lipschitz), distanceOf(x, y));
  const there = valuesAt(target, y);
  return valuesAt(target, x).some((value, r) => {
    const difference = system.abs(system.sub(value, there[r]!));
    return system.less(bound, difference) === true;
  });
}

/** Points of typical places of the box, and points a little off each of these. */
function pointsOf(domain: DomainDescription, seed: number, count: number): Point[] {
  const cells = domain.map((_, axis) => 1 + ((seed + axis) % 8));
  return draw(pointOf(domain, cells), count, seed).flatMap((point) => [
    point,
    point.map((x, t) => nudged(x, domain[t]!, '0.01')),
  ]);
}

/** `part` of the axis further on, or back if that leaves it. */
function nudged(x: string, [lower, upper]: readonly [string, string], part: string): string {
  const step = new Big(upper).minus(lower).times(part);
  const on = new Big(x).plus(step);
  return (on.gt(upper) ? new Big(x).minus(step) : on).toFixed();
}

const isInside = (domain: DomainDescription, point: Point) =>
  point.every((x, t) => new Big(x).gt(domain[t]![0]) && new Big(x).lt(domain[t]![1]));

const areTogether = (planes: readonly Hyperplane[], x: Point, y: Point) =>
  planes.every(({ axis, at }) => {
    const sides = [x, y].map((point) => new Big(point[axis]!).cmp(at));
    return sides[0] === sides[1] && sides[0] !== 0;
  });

type WithJumps = JumpsDescription | JumpSequenceDescription;
const entriesOf = (description: WithJumps) => (description.family === 'jumps' ? [description] : description.entries);

/** Pairs of points of the same open box between the hyperplanes. */
function pairsOf({ domain }: WithJumps, planes: readonly Hyperplane[], seed: number): (readonly [Point, Point])[] {
  const points = pointsOf(domain, seed, 8).filter((point) => isInside(domain, point));
  return points.flatMap((x, k) =>
    points.slice(k + 1).flatMap((y) => (areTogether(planes, x, y) ? [[x, y] as const] : [])),
  );
}

function isFalse(description: WithJumps, seed: number, factor = '1', planes = description.hyperplanes): boolean {
  const target = buildIntegrable(description);
  const lipschitz = valueOf(description.lipschitz);
  return pairsOf(description, planes, seed).some((pair) => violates(target, lipschitz, pair, factor));
}

const families: readonly (readonly [string, fc.Arbitrary<WithJumps>])[] = [
  ['jumps', jumpsArbitrary()],
  ['jump-sequence', jumpSequenceArbitrary()],
];

describe.each(families)('what %s targets declare', (_, arbitrary) => {
  it('for every pair of points that no hyperplane parts, the difference is at most L times the distance', () => {
    const violating = draw(arbitrary, TARGETS).filter((description, seed) => isFalse(description, seed));
    expect(violating).toEqual([]);
  });

  it('for every shrunk target too', () => {
    for (const [seed, description] of draw(arbitrary, 4).entries()) {
      const shrunk = [...arbitrary.shrink(description, undefined)].map(({ value }) => value);
      const sample = shrunk.filter((__, k) => k % Math.ceil(shrunk.length / 15) === 0);
      expect(sample.filter((simpler) => isFalse(simpler, seed))).toEqual([]);
    }
  });

  it('nine tenths of the constant would be too little, and so would all hyperplanes but one', () => {
    const targets = draw(arbitrary, TARGETS);
    expect(targets.some((description, seed) => isFalse(description, seed, '0.9'))).toBe(true);
    const missing = targets.filter(
      (description, seed) =>
        description.hyperplanes.length > 0 && isFalse(description, seed, '1', description.hyperplanes.slice(1)),
    );
    expect(missing.length).toBeGreaterThan(TARGETS / 8);
  });

  it('the hyperplanes are those strictly inside the domain, without repetition', () => {
    for (const description of draw(arbitrary, 1_000)) {
      const { domain, hyperplanes } = description;
      const inner = entriesOf(description)
        .flatMap(({ jumps }) => jumps)
        .filter(({ axis, at }) => new Big(at).gt(domain[axis]![0]) && new Big(at).lt(domain[axis]![1]));
      const key = ({ axis, at }: Hyperplane) => `${axis} ${new Big(at).toFixed()}`;
      expect(hyperplanes.map(key).toSorted()).toEqual([...new Set(inner.map(key))].toSorted());
    }
  });

  it('across each hyperplane the value changes by the heights that meet there, and the right side is the closed one', () => {
    for (const [seed, description] of draw(arbitrary, TARGETS).entries()) {
      const target = buildIntegrable(description);
      const lipschitz = valueOf(description.lipschitz);
      const [point] = pointsOf(description.domain, seed, 1);
      for (const { axis, at } of description.hyperplanes) {
        const onPlane = point!.with(axis, at);
        const before = onPlane.with(axis, new Big(at).minus('1e-15').toFixed());
        const [there, here] = [valuesAt(target, before), valuesAt(target, onPlane)];
        entriesOf(description).forEach(({ jumps }, r) => {
          const meeting = jumps.filter((jump) => jump.axis === axis && new Big(jump.at).eq(at));
          const height = meeting.reduce((sum, jump) => sum.plus(jump.height), new Big(0)).toFixed();
          const rest = system.abs(system.sub(system.sub(here[r]!, there[r]!), valueOf(height)));
          expect(system.lessOrEqual(rest, system.mul(lipschitz, valueOf('1e-15')))).not.toBe(false);
        });
      }
    }
  });
});

describe('singularities', () => {
  it.each(['1', '1.5', '2', '4', '100'])(
    'for p = %s and every target: 0 < α, αp < g, and the point is in the box',
    (p) => {
      for (const description of draw(singularArbitrary({ power: p }), 500)) {
        const { domain, exponent, point, height } = description;
        expect(new Big(exponent).gt(0) && new Big(exponent).times(p).lt(domain.length)).toBe(true);
        expect(point.every((x, t) => new Big(x).gte(domain[t]![0]) && new Big(x).lte(domain[t]![1]))).toBe(true);
        expect(new Big(height).eq(0)).toBe(false);
        const [singularity] = buildIntegrable(description).singularities;
        expect(singularity!.point.map(({ text }) => text)).toEqual(point);
        expect(singularity!.exponent.text).toBe(exponent);
      }
    },
  );

  it('for every target and point: the value is height · distance^(−α) + constant, and it grows without bound', () => {
    for (const [seed, description] of draw(singularArbitrary(), TARGETS).entries()) {
      const { domain, exponent, point, height, constant } = description;
      const target = buildIntegrable(description);
      const growing = ['1e-3', '1e-6'].map((part) => point.map((x, t) => nudged(x, domain[t]!, part)));
      for (const x of [...pointsOf(domain, seed, 4), ...growing].filter((other) => other.join() !== point.join())) {
        const r = distanceOf(x, point);
        // exp(−α ln r), another way to the power.
        const power = system.exp(system.neg(system.mul(valueOf(exponent), system.log(r))));
        const expected = system.add(system.mul(valueOf(height), power), valueOf(constant));
        expect(system.equal(valuesAt(target, x)[0]!, expected)).not.toBe(false);
      }
      const sizes = growing.map((x) => system.abs(system.sub(valuesAt(target, x)[0]!, valueOf(constant))));
      expect(system.less(sizes[0]!, sizes[1]!)).toBe(true);
    }
  });
});

/** Places where an approximation may be steepest, beside the typical points of the box. */
function steepPairs(description: IntegrableTargetDescription, width: Big): (readonly [Point, Point])[] {
  const along = (from: Point, axis: number, [near, far]: readonly [Big, Big]): readonly [Point, Point] => {
    const at = (offset: Big): Point => from.with(axis, new Big(from[axis]!).plus(offset).toFixed());
    return [at(near), at(far)];
  };
  switch (description.family) {
    case 'singular':
      return description.point.map((_, axis) => along(description.point, axis, [width, width.times('1.0001')]));
    case 'ball': {
      const radius = new Big(description.radius);
      return description.centre.map((_, axis) =>
        along(description.centre, axis, [radius, radius.plus(width.times('0.4'))]),
      );
    }
    case 'jumps':
      return description.jumps.map(({ axis, at }) =>
        along(description.domain.map(([lower]) => lower).with(axis, at), axis, [
          width.times('-0.499'),
          width.times('0.499'),
        ]),
      );
    default:
      return [];
  }
}

/** Is the point beyond the set where a function and its approximation may differ? Distances are compared exactly. */
function agrees(description: IntegrableTargetDescription, width: Big, x: Point): boolean {
  const square = (from: Point) => x.map((y, t) => new Big(y).minus(from[t]!).pow(2)).reduce((a, b) => a.plus(b));
  switch (description.family) {
    case 'singular':
      return square(description.point).gt(width.pow(2));
    case 'ball': {
      const [inner, outer] = [-0.5, 0.5].map((side) => width.times(side).plus(description.radius)) as [Big, Big];
      const r = square(description.centre);
      return r.gt(outer.pow(2)) || (inner.gt(0) && r.lt(inner.pow(2)));
    }
    case 'jumps':
    case 'jump-sequence':
      return entriesOf(description)
        .flatMap(({ jumps }) => jumps)
        .every(({ axis, at }) => new Big(x[axis]!).minus(at).abs().times(2).gt(width));
    case 'continuous':
      return true;
  }
}

describe('Lipschitz approximations', () => {
  const cases = draw(integrableArbitrary(), 2 * TARGETS).map((description, seed) => {
    const lengths = description.domain.map(([lower, upper]) => new Big(upper).minus(lower));
    const width = lengths[seed % lengths.length]!.times(['0.5', '0.1', '0.01'][seed % 3]!);
    const split = lipschitzApproximation(description, width.toFixed());
    const points = pointsOf(description.domain, seed, 5);
    return { description, width, points, ...split };
  });
  const lipschitzOf = ({ modulus }: Target) => evaluateConstant(modulus!.constant.expression, system);
  const clamped = cases.filter(({ description }) => description.family !== 'continuous');

  it('for every target and width: the declared Lipschitz constant holds on the whole space', () => {
    for (const { description, width, points, approximation } of clamped) {
      const pairs = points.flatMap((x, k) => points.slice(k + 1).map((y) => [x, y] as const));
      const bound = lipschitzOf(approximation);
      const violating = [...pairs, ...steepPairs(description, width)].filter((pair) =>
        violates(approximation, bound, pair),
      );
      expect(violating, JSON.stringify(description)).toEqual([]);
    }
  });

  it('99 % of it would be too little: it is attained wherever it is exact', () => {
    const exact = clamped.filter(
      ({ description, width }) =>
        (description.family === 'singular' || description.family === 'ball' || isOneStep(description)) &&
        // A ramp longer than the radius is cut off at the centre.
        (description.family !== 'ball' || new Big(description.radius).gte(width)),
    );
    const attained = exact.filter(({ description, width, approximation }) => {
      const bound = lipschitzOf(approximation);
      return steepPairs(description, width).some((pair) => violates(approximation, bound, pair, '0.99'));
    });
    const flat = exact.filter(({ approximation }) => system.upper(lipschitzOf(approximation)) === 0);
    expect(exact.length).toBeGreaterThan(TARGETS / 2);
    expect(attained.length).toBe(exact.length - flat.length);
  });

  it('for every target, width and point: f = φ + remainder', () => {
    for (const { description, points, approximation, remainder } of cases) {
      const target = buildIntegrable(description);
      for (const x of points.filter((point) => valuesAt(target, point).every((value) => system.isDefined(value)))) {
        const [parts, rest] = [valuesAt(approximation, x), valuesAt(remainder, x)];
        valuesAt(target, x).forEach((value, r) => {
          // Of 40 digits a few are lost where large values cancel.
          const gap = system.abs(system.sub(value, system.add(parts[r]!, rest[r]!)));
          expect(system.lower(gap)).toBe(0);
          expect(system.less(gap, valueOf('1e-20'))).toBe(true);
        });
      }
    }
  });

  it('for every point that is far enough from jumps and singularities, the remainder is enclosed by 0 alone', () => {
    let agreeing = 0;
    for (const { description, width, points, remainder } of clamped) {
      for (const x of points.filter((point) => agrees(description, width, point))) {
        agreeing += 1;
        for (const value of valuesAt(remainder, x)) {
          expect([system.lower(value), system.upper(value)].map(Math.abs)).toEqual([0, 0]);
        }
      }
    }
    expect(agreeing).toBeGreaterThan(2 * TARGETS);
  });

  it('for some point nearer than that, the remainder is not 0', () => {
    const differing = clamped.filter(({ description, width, points, remainder }) =>
      points.some(
        (x) =>
          !agrees(description, width, x) &&
          valuesAt(remainder, x).some((value) => system.lower(value) > 0 || system.upper(value) < 0),
      ),
    );
    expect(new Set(differing.map(({ description }) => description.family))).toEqual(
      new Set(['ball', 'jumps', 'jump-sequence', 'singular']),
    );
  });
});

/** One jump on a constant base: what the constant is exact for, and attained in the places of `steepPairs`. */
function isOneStep(description: IntegrableTargetDescription): boolean {
  return description.family === 'jumps' && description.base.family === 'constant' && description.jumps.length === 1;
}

it('every integrable target is built, whatever the seed, and is the same from a stored description', () => {
  for (const description of draw(integrableArbitrary({ power: '1' }), 1_000)) {
    const target = buildIntegrable(description);
    expect(target.expression.outputs).toHaveLength(target.output.width * target.output.tokens);
    expect(buildIntegrable(JSON.parse(JSON.stringify(description)) as IntegrableTargetDescription)).toEqual(target);
  }
});

it('for every target it is shown that it is finite everywhere, but at its declared singularities', () => {
  for (const description of draw(integrableArbitrary(), TARGETS)) {
    const target = buildIntegrable(description);
    expect(() => requireFinite(target, { allowSingularities: true })).not.toThrow();
    const isBounded = target.singularities.length === 0;
    if (!isBounded) expect(() => requireFinite(target)).toThrow(TargetError);
  }
});

it('balls are what they say: 1 times the height exactly where the distance from the centre is at most the radius', () => {
  for (const [seed, description] of draw(ballArbitrary(), TARGETS).entries()) {
    const target = buildIntegrable(description);
    const edge = description.centre.with(0, new Big(description.centre[0]!).plus(description.radius).toFixed());
    const outside = edge.with(0, new Big(edge[0]!).plus('1e-25').toFixed());
    for (const x of [...pointsOf(description.domain, seed, 4), edge, outside]) {
      const square = x.map((y, t) => new Big(y).minus(description.centre[t]!).pow(2)).reduce((a, b) => a.plus(b));
      const expected = square.lte(new Big(description.radius).pow(2)) ? description.height : '0';
      expect(system.equal(valuesAt(target, x)[0]!, valueOf(expected))).toBe(true);
    }
  }
});
