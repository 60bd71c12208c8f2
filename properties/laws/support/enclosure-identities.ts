/** Identities of real functions that an enclosure system must not contradict. */
import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { it } from 'vitest';
import type { EnclosureSubject } from '../number-system-laws.js';
import { check, containsNumber, decimalOf, intersects, showEnds } from './oracle.js';
import { sample } from './samples.js';

export function describeIdentities<T>(subject: EnclosureSubject<T>): void {
  const { system, ends, runs } = subject;
  const parameters = { numRuns: runs, seed: 20261121 };
  const literal = (text: string): T => system.literal(text);

  it('for every x, the inverse operations lead back: to a set that contains x', () => {
    const two = literal('2');
    const one = literal('1');
    const inverses: readonly (readonly [string, (x: T, y: T) => T, (x: Decimal, y: Decimal) => boolean])[] = [
      ['exp log x', (x) => system.exp(system.log(x)), (x) => x.gt(0)],
      ['log exp x', (x) => system.log(system.exp(x)), () => true],
      ['(x + y) − y', (x, y) => system.sub(system.add(x, y), y), () => true],
      ['(x − y) + y', (x, y) => system.add(system.sub(x, y), y), () => true],
      ['(x · y) / y', (x, y) => system.div(system.mul(x, y), y), (_, y) => !y.isZero()],
      ['(x / y) · y', (x, y) => system.mul(system.div(x, y), y), (_, y) => !y.isZero()],
      ['tan arctan x', (x) => system.tan(system.atan(x)), () => true],
      ['arctan tan x', (x) => system.atan(system.tan(x)), (x) => x.abs().lt('1.57')],
      ['(√x)²', (x) => system.powInteger(system.sqrt(x), 2), (x) => x.gte(0)],
      ['(∛x)³', (x) => system.powInteger(system.cbrt(x), 3), () => true],
      ['∛(x³)', (x) => system.cbrt(system.powInteger(x, 3)), () => true],
      ['(x^y)^(1/y)', (x, y) => system.pow(system.pow(x, y), system.div(one, y)), (x, y) => x.gt(0) && !y.isZero()],
      ['1/(1/x)', (x) => system.powInteger(system.powInteger(x, -1), -1), (x) => !x.isZero()],
      ['log(1 + expm1 x)', (x) => system.log(system.add(one, system.expm1(x))), () => true],
      ['−(−x)', (x) => system.neg(system.neg(x)), () => true],
      ['½(2x)', (x) => system.div(system.mul(two, x), two), () => true],
    ];
    fc.assert(
      fc.property(sample(), sample(), (text, other) => {
        const [x, y] = [decimalOf(text), decimalOf(other)];
        for (const [name, roundTrip, isInside] of inverses) {
          if (!isInside(x, y)) continue;
          const set = ends(roundTrip(literal(text), literal(other)));
          check(containsNumber(set, x), () => `${name} for x = ${text}, y = ${other} in ${showEnds(set)}`);
        }
      }),
      parameters,
    );
  });

  it('for every x and y, both sides of an identity have a number in common', () => {
    const [one, two] = [literal('1'), literal('2')];
    const identities: readonly (readonly [
      string,
      (x: T, y: T) => T,
      (x: T, y: T) => T,
      (x: Decimal, y: Decimal) => boolean,
    ])[] = [
      ['x − x = 0', (x) => system.sub(x, x), () => literal('0'), () => true],
      [
        'sin² + cos² = 1',
        (x) => system.add(system.powInteger(system.sin(x), 2), system.powInteger(system.cos(x), 2)),
        () => one,
        () => true,
      ],
      ['tan = sin/cos', system.tan, (x) => system.div(system.sin(x), system.cos(x)), () => true],
      ['expm1 x = eˣ − 1', system.expm1, (x) => system.sub(system.exp(x), one), () => true],
      [
        'tanh x = 1 − 2/(1 + e²ˣ)',
        system.tanh,
        (x) => system.sub(one, system.div(two, system.add(one, system.exp(system.mul(two, x))))),
        () => true,
      ],
      ['x^y = exp(y log x)', system.pow, (x, y) => system.exp(system.mul(y, system.log(x))), (x) => x.gt(0)],
      ['x^½ = √x', (x) => system.pow(x, literal('0.5')), system.sqrt, (x) => x.gt(0)],
      [
        'hypot(x, y)² = x² + y²',
        (x, y) => system.powInteger(system.hypot(x, y), 2),
        (x, y) => system.add(system.mul(x, x), system.mul(y, y)),
        () => true,
      ],
      [
        'log xy = log x + log y',
        (x, y) => system.log(system.mul(x, y)),
        (x, y) => system.add(system.log(x), system.log(y)),
        (x, y) => x.gt(0) && y.gt(0),
      ],
      [
        'sin 2x = 2 sin x cos x',
        (x) => system.sin(system.mul(two, x)),
        (x) => system.mul(two, system.mul(system.sin(x), system.cos(x))),
        () => true,
      ],
      ['x + y = y + x', system.add, (x, y) => system.add(y, x), () => true],
      ['xy = yx', system.mul, (x, y) => system.mul(y, x), () => true],
      ['x − y = −(y − x)', system.sub, (x, y) => system.neg(system.sub(y, x)), () => true],
      ['min + max = x + y', (x, y) => system.add(system.min(x, y), system.max(x, y)), system.add, () => true],
      ['|x| = max(x, −x)', system.abs, (x) => system.max(x, system.neg(x)), () => true],
    ];
    fc.assert(
      fc.property(sample(), sample(), (text, other) => {
        const [x, y] = [decimalOf(text), decimalOf(other)];
        for (const [name, left, right, isInside] of identities) {
          if (!isInside(x, y)) continue;
          const [l, r] = [ends(left(literal(text), literal(other))), ends(right(literal(text), literal(other)))];
          check(intersects(l, r), () => `${name} for x = ${text}, y = ${other}: ${showEnds(l)}, ${showEnds(r)}`);
        }
      }),
      parameters,
    );
  });
}
