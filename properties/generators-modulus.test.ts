/**
 * Every declared modulus of continuity is true, of drawn and of shrunk targets, and targets are what their descriptions
 * say. Both sides of an inequality are enclosed; there is no tolerance.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, evaluateConstant } from '../src/expression/evaluate.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import {
  buildTarget,
  evaluateModulus,
  hoelderArbitrary,
  logModulusArbitrary,
  mcshaneArbitrary,
  piecewiseLinearArbitrary,
  pointOf,
  ridgeArbitrary,
  sequenceArbitrary,
  smoothArbitrary,
  targetArbitrary,
  type TargetDescription,
} from '../src/generators/index.js';
import { intervalSystem } from '../src/numeric/interval.js';
import type { NumberSystem } from '../src/numeric/number-system.js';

const SEED = 42;
const TARGETS = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 1_500 : 150;

function draw<T>(arbitrary: fc.Arbitrary<T>, numRuns: number, seed = SEED): T[] {
  return fc.sample(arbitrary, { seed, numRuns });
}

/** The exact value of decimal text, as the number system represents it. */
function valueOf<T>(system: NumberSystem<T>, text: string): T {
  return evaluateConstant(decimalConstant(text).expression, system);
}

/** Encloses `‖x − y‖₂` and the outputs' differences `|f(x) − f(y)|` for pairs of points. */
function comparison<T>(system: NumberSystem<T>, description: TargetDescription) {
  const { expression } = buildTarget(description);
  return (x: readonly string[], y: readonly string[]) => {
    const [from, to] = [x, y].map((point) => point.map((coordinate) => valueOf(system, coordinate))) as [T[], T[]];
    const there = evaluate(expression, system, to);
    const differences = evaluate(expression, system, from).map((value, k) => system.abs(system.sub(value, there[k]!)));
    const distance = from.map((value, axis) => system.sub(value, to[axis]!)).reduce((a, b) => system.hypot(a, b));
    return { differences, distance: system.abs(distance) };
  };
}

/** Points where the modulus may be attained: centres and anchors, and points of a grid's cells. */
function pairsOf(description: TargetDescription, seed: number): (readonly [readonly string[], readonly string[]])[] {
  const { domain } = description;
  const entries = description.family === 'sequence' ? description.entries : [description];
  const special = entries.flatMap((entry): (readonly string[])[] => {
    switch (entry.family) {
      case 'mcshane':
        return entry.anchors.map(({ point }) => point);
      case 'hoelder':
        return entry.terms.map(({ centre }) => centre);
      case 'log-modulus':
        return [entry.centre];
      default:
        return [];
    }
  });
  const cells = domain.map((_, axis) => 1 + ((seed + axis) % 8));
  const points = draw(pointOf(domain, cells), 8, seed);
  const random = points.slice(1).map((point, k) => [points[k]!, point] as const);
  return [...random, ...special.slice(0, 3).flatMap((centre, k) => [[centre, points[k]!] as const])];
}

/** Does `|f(x) − f(y)| ≤ factor · ω(‖x − y‖)` fail for certain at one of the pairs? */
function violates(description: TargetDescription, seed: number, factor: string): boolean {
  const system = intervalSystem;
  const { modulus } = description;
  if (modulus === undefined) throw new Error(`a target of family ${description.family} declares no modulus`);
  const compare = comparison(system, description);
  return pairsOf(description, seed).some(([x, y]) => {
    const { differences, distance } = compare(x, y);
    const bound = system.mul(system.literal(factor), evaluateModulus(modulus, system, distance));
    return differences.some((difference) => system.lower(difference) > system.upper(bound));
  });
}

describe('declared moduli of continuity', () => {
  const families: readonly (readonly [string, fc.Arbitrary<TargetDescription>])[] = [
    ['mcshane', mcshaneArbitrary({ onePointAxes: true })],
    ['ridge', ridgeArbitrary({ onePointAxes: true })],
    ['piecewise-linear', piecewiseLinearArbitrary({ onePointAxes: true })],
    ['hoelder', hoelderArbitrary({ onePointAxes: true })],
    ['log-modulus', logModulusArbitrary({ onePointAxes: true })],
    ['sequence', sequenceArbitrary({ onePointAxes: true }).filter(({ modulus }) => modulus !== undefined)],
  ];

  it.each(families)(
    '%s: no pair of points violates the modulus, in interval arithmetic without tolerance',
    (_, targets) => {
      const violating = draw(targets, TARGETS).filter((description, seed) => violates(description, seed, '1'));
      expect(violating).toEqual([]);
    },
  );

  it.each(families)('%s: every shrunk target satisfies the modulus that it declares', (_, targets) => {
    for (const [seed, description] of draw(targets, 5).entries()) {
      const shrunk = [...targets.shrink(description, undefined)].map(({ value }) => value);
      const sample = shrunk.filter((_, k) => k % Math.ceil(shrunk.length / 25) === 0);
      expect(sample.filter((simpler) => simpler.modulus === undefined || violates(simpler, seed, '1'))).toEqual([]);
    }
  });

  // The test above must be able to fail: with 0.9 of the constant it does, for the families that attain their modulus.
  it.each(families.filter(([name]) => ['mcshane', 'piecewise-linear', 'hoelder', 'log-modulus'].includes(name)))(
    '%s: nine tenths of the modulus is violated by some target',
    (_, targets) => {
      expect(draw(targets, TARGETS).some((description, seed) => violates(description, seed, '0.9'))).toBe(true);
    },
  );

  it('a McShane target that fails a test shrinks to one that still has the declared constant', () => {
    const details = fc.check(
      fc.property(mcshaneArbitrary(), (description) => {
        const corners = [0, 1].map((end) => description.domain.map((axis) => axis[end]!)) as [string[], string[]];
        const { differences } = comparison(intervalSystem, description)(...corners);
        return intervalSystem.lower(differences[0]!) <= 1.5;
      }),
      { seed: SEED, numRuns: 500 },
    );
    expect(details.failed).toBe(true);
    const [shrunk] = details.counterexample!;
    expect(shrunk).toMatchObject({ domain: [['0', '1']], lipschitz: '2', anchors: [{ point: ['0'], value: '0' }] });
    expect(shrunk.modulus).toEqual({ kind: 'lipschitz', constant: '2' });
    expect([1, 2, 3].some((seed) => violates(shrunk, seed, '1'))).toBe(false);
  });
});

describe('targets built from descriptions', () => {
  const everything = draw(targetArbitrary({ onePointAxes: true }), 400);

  it('are the same whenever they are built, also from a stored description', () => {
    for (const description of everything) {
      const stored = JSON.parse(JSON.stringify(description)) as TargetDescription;
      expect(buildTarget(stored)).toEqual(buildTarget(description));
    }
  });

  it('have as many inputs and outputs as they say, literals that are texts of the description, and finite values', () => {
    for (const [seed, description] of everything.entries()) {
      const target = buildTarget(description);
      expect(target.expression.inputs).toBe(description.domain.length);
      expect(target.expression.outputs).toHaveLength(target.output.width * target.output.tokens);
      for (const point of draw(pointOf(description.domain), 2, seed)) {
        const values = evaluate(
          target.expression,
          intervalSystem,
          point.map((x) => valueOf(intervalSystem, x)),
        );
        for (const value of values) {
          expect(intervalSystem.isDefined(value)).toBe(true);
          expect(Number.isFinite(intervalSystem.lower(value)) && Number.isFinite(intervalSystem.upper(value))).toBe(
            true,
          );
        }
      }
    }
  });

  it('are defined and bounded on their whole box, in one interval evaluation', () => {
    for (const description of everything) {
      const { expression, domain } = buildTarget(description);
      const box = domain.map(({ lower, upper }) =>
        intervalSystem.hull(
          evaluateConstant(lower.expression, intervalSystem),
          evaluateConstant(upper.expression, intervalSystem),
        ),
      );
      for (const value of evaluate(expression, intervalSystem, box)) {
        expect(intervalSystem.isDefined(value), JSON.stringify(description)).toBe(true);
        expect(intervalSystem.upper(value) - intervalSystem.lower(value)).toBeLessThan(Infinity);
      }
    }
  });

  it('declare the modulus of their description where it is a power', () => {
    for (const description of everything) {
      const { modulus } = buildTarget(description);
      const power = description.modulus?.kind === 'lipschitz' || description.modulus?.kind === 'hoelder';
      expect(modulus !== undefined).toBe(power);
      if (modulus !== undefined) expect(description.modulus).toMatchObject({ constant: modulus.constant.text });
    }
  });

  it('of the smooth family declare none', () => {
    expect(draw(smoothArbitrary(), 100).every(({ modulus }) => modulus === undefined)).toBe(true);
  });
});
