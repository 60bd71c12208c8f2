/** The laws of an enclosure system: what it returns contains the truth, and says when it does not speak of all of it. */
import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EnclosureSubject } from '../number-system-laws.js';
import { describeIdentities } from './enclosure-identities.js';
import { describeSpecialValues } from './enclosure-special-values.js';
import {
  check,
  containsNumber,
  containsTruth,
  decimalOf,
  decimalOfDouble,
  intersects,
  isSubset,
  showEnds,
  widthOf,
  type Ends,
} from './oracle.js';
import { OPERATIONS, type Operation } from './operations.js';
import { nestedBoxes, sample } from './samples.js';

const call = (operation: Operation, ...args: readonly string[]): string =>
  `${operation.name}(${args.slice(0, operation.arity).join(', ')})`;

/** Fails unless the result contains the exact one, or, outside the domain, does not claim to be defined. */
function expectTruth<T>(subject: EnclosureSubject<T>, operation: Operation, result: T, x: Decimal, y: Decimal): void {
  const ends = subject.ends(result);
  const shown = (): string => `${call(operation, x.toString(), y.toString())} in ${showEnds(ends)}`;
  if (!operation.isInside(x, y)) {
    check(!subject.system.isDefined(result), () => `outside the domain, yet defined: ${shown()}`);
    return;
  }
  const found = containsTruth(ends, operation, x, y, subject.oracleDigits);
  check(found === 'inside', () => `the exact result is ${found}: ${shown()}`);
}

export function describeEnclosureLaws<T>(subject: EnclosureSubject<T>): void {
  const { system, ends, runs } = subject;
  const parameters = { numRuns: runs, seed: 20261121 };
  const literal = (text: string): T => system.literal(text);
  const box = (lo: string, hi: string): T => system.hull(literal(lo), literal(hi));
  const isExactly = (value: T, text: string): boolean =>
    ends(value).lo.eq(ends(value).hi) && ends(value).lo.eq(decimalOf(text));

  for (const operation of OPERATIONS) {
    describePointLaw(subject, operation, parameters);
    describeBoxLaw(subject, operation, parameters);
  }

  it('for every literal, the enclosure contains it, and a double is exact', () => {
    fc.assert(
      fc.property(sample(), fc.double({ noNaN: true, noDefaultInfinity: true }), (text, double) => {
        expect(containsNumber(ends(literal(text)), decimalOf(text))).toBe(true);
        expect(containsNumber(ends(system.fromNumber(double)), decimalOfDouble(double))).toBe(true);
        expect(system.isDefined(literal(text)) && system.isDefined(system.fromNumber(double))).toBe(true);
      }),
      parameters,
    );
  });

  it('for every set, the doubles `lower` and `upper` and the ends of its text bound it, and `toNumber` lies between', () => {
    fc.assert(
      fc.property(nestedBoxes(), ([a, b]) => {
        const value = box(a, b);
        const [low, middle, high] = [system.lower(value), system.toNumber(value), system.upper(value)];
        expect(decimalOfDouble(low).lte(ends(value).lo) && decimalOfDouble(high).gte(ends(value).hi)).toBe(true);
        expect(low <= middle && middle <= high).toBe(true);
        const [, from, to] = /^\[(.*), (.*)\]$/.exec(system.toText(value))!;
        expect(isSubset(ends(value), { lo: decimalOf(from!), hi: decimalOf(to!) })).toBe(true);
      }),
      parameters,
    );
  });

  describeIdentities(subject);

  it('for all sets, a decided comparison is true of every choice of members, and distinct points are decided', () => {
    fc.assert(
      fc.property(nestedBoxes(), nestedBoxes(), fc.boolean(), ([a, b, c, d], [e, f, g, h], shared) => {
        const [x, y] = [box(a, d), shared ? box(c, h) : box(e, h)];
        const right = shared ? [c, h] : [e, f, g, h];
        if (shared && decimalOf(c).gt(decimalOf(h))) return;
        for (const s of [a, b, c, d].map(decimalOf)) {
          for (const t of right.map(decimalOf)) {
            const facts = [s.lt(t), s.lte(t), s.eq(t)];
            const claims = [system.less(x, y), system.lessOrEqual(x, y), system.equal(x, y)];
            const isTrue = claims.every((claim, i) => claim === undefined || claim === facts[i]);
            check(isTrue, () => `${a} … ${d} against ${right.join(' … ')}: ${claims.join()}`);
          }
        }
        const [p, q] = [literal(a), literal(e)];
        if (!isExactly(p, a) || !isExactly(q, e)) return;
        const facts = [decimalOf(a).lt(e), decimalOf(a).lte(e), decimalOf(a).eq(e)];
        expect([system.less(p, q), system.lessOrEqual(p, q), system.equal(p, q)]).toEqual(facts);
      }),
      parameters,
    );
  });

  it('for all sets, the hull contains both and nothing beyond their outermost members', () => {
    fc.assert(
      fc.property(nestedBoxes(), nestedBoxes(), ([a, b], [c, d]) => {
        const [x, y] = [box(a, b), box(c, d)];
        const hull = ends(system.hull(x, y));
        expect(isSubset(ends(x), hull) && isSubset(ends(y), hull)).toBe(true);
        expect(hull.lo.eq(ends(x).lo) || hull.lo.eq(ends(y).lo)).toBe(true);
        expect(hull.hi.eq(ends(x).hi) || hull.hi.eq(ends(y).hi)).toBe(true);
      }),
      parameters,
    );
  });

  describeSpecialValues(subject);
}

function describePointLaw<T>(
  subject: EnclosureSubject<T>,
  operation: Operation,
  parameters: fc.Parameters<unknown>,
): void {
  const { system, ends } = subject;
  const second = operation.arity === 2 ? sample(operation) : fc.constant('0');
  it(`for every argument, ${operation.name} contains the exact result, is narrow, and nests in higher precision`, () => {
    fc.assert(
      fc.property(sample(operation), second, (a, b) => {
        const [x, y] = [decimalOf(a), decimalOf(b)];
        const result = operation.apply(system, system.literal(a), system.literal(b));
        expectTruth(subject, operation, result, x, y);
        const arePoints = [a, b].slice(0, operation.arity).every((text) => {
          const value = ends(system.literal(text));
          return value.lo.eq(value.hi);
        });
        if (!arePoints || !operation.isInside(x, y)) return;
        const coarse = ends(result);
        const shown = (): string => `${call(operation, a, b)} = ${showEnds(coarse)}`;
        check(system.isDefined(result), () => `inside the domain, yet undefined: ${shown()}`);
        expectNarrow(subject, coarse, shown);
        expectNesting(subject, operation, coarse, a, b);
        if (operation.symmetry === undefined) return;
        const mirrored = operation.apply(system, system.neg(system.literal(a)), system.literal(b));
        const image = ends(operation.symmetry === 'odd' ? system.neg(mirrored) : mirrored);
        check(intersects(image, coarse), () => `not ${operation.symmetry}: ${shown()}, ${showEnds(image)}`);
      }),
      parameters as fc.Parameters<[string, string]>,
    );
  });
}

/** Fails unless the set is at most `widthInUnits` steps of its larger end wide. */
function expectNarrow<T>({ unit, widthInUnits }: EnclosureSubject<T>, x: Ends, shown: () => string): void {
  if (!x.lo.isFinite() || !x.hi.isFinite()) return;
  const largest = x.lo.abs().gt(x.hi.abs()) ? x.lo : x.hi;
  check(widthOf(x).lte(unit(largest).times(widthInUnits)), () => `too wide: ${shown()}`);
}

/**
 * Fails unless the result in higher precision lies in the coarse one, or meets it and is not wider. Arguments that the
 * higher precision does not hold exactly are passed over; an exact coarse result need only be contained.
 */
function expectNesting<T>(
  { finer }: EnclosureSubject<T>,
  operation: Operation,
  coarse: Ends,
  a: string,
  b: string,
): void {
  const literals = [a, b].slice(0, operation.arity);
  const isHeld = (text: string): boolean => finer((system) => system.literal(text)).lo.eq(decimalOf(text));
  if (!literals.every(isHeld)) return;
  const fine = finer((system) => operation.apply(system, system.literal(a), system.literal(b)));
  const shown = (): string => `${call(operation, a, b)} = ${showEnds(coarse)}, with more digits ${showEnds(fine)}`;
  check(intersects(fine, coarse), shown);
  if (coarse.lo.eq(coarse.hi) || isSubset(fine, coarse)) return;
  check(widthOf(fine).lte(widthOf(coarse)), shown);
}

function describeBoxLaw<T>(
  subject: EnclosureSubject<T>,
  operation: Operation,
  parameters: fc.Parameters<unknown>,
): void {
  const { system, ends } = subject;
  const second = operation.arity === 2 ? nestedBoxes(operation) : fc.constant(['0', '0', '0', '0'] as const);
  it(`for every box, ${operation.name} contains the results at its points and those of boxes inside`, () => {
    fc.assert(
      fc.property(nestedBoxes(operation), second, ([a, b, c, d], [e, f, g, h]) => {
        const box = (lo: string, hi: string): T => system.hull(system.literal(lo), system.literal(hi));
        const wide = operation.apply(system, box(a, d), box(e, h));
        const inner = operation.apply(system, box(b, c), box(f, g));
        const shown = (): string => `${call(operation, `${a} … ${d}`, `${e} … ${h}`)} = ${showEnds(ends(wide))}`;
        const shownInner = (): string => `${b} … ${c}, ${f} … ${g}: ${showEnds(ends(inner))}`;
        check(isSubset(ends(inner), ends(wide)), () => `${shown()} without that of ${shownInner()}`);
        check(
          !system.isDefined(wide) || system.isDefined(inner),
          () => `defined, but not at ${shownInner()}: ${shown()}`,
        );
        // A corner, a point inside, and a corner of the inner box.
        expectTruth(subject, operation, wide, decimalOf(a), decimalOf(h));
        expectTruth(subject, operation, wide, decimalOf(c), decimalOf(f));
        expectTruth(subject, operation, inner, decimalOf(b), decimalOf(g));
      }),
      parameters as fc.Parameters<
        [readonly [string, string, string, string], readonly [string, string, string, string]]
      >,
    );
  });
}
