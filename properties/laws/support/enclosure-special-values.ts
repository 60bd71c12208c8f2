/** The laws of an enclosure system where sets are empty or unbounded, results leave the range, or arguments the domain. */
import { expect, it } from 'vitest';
import type { EnclosureSubject } from '../number-system-laws.js';
import { isEmpty, isSubset } from './oracle.js';
import { OPERATIONS } from './operations.js';

export function describeSpecialValues<T>(subject: EnclosureSubject<T>): void {
  const { system, ends } = subject;
  const literal = (text: string): T => system.literal(text);
  const box = (lo: string, hi: string): T => system.hull(literal(lo), literal(hi));
  const nothing = system.fromNumber(NaN);
  const line = system.div(literal('1'), box('-1', '1'));
  const halfLine = system.div(literal('1'), box('0', '1'));

  it('NaN and the infinities become the empty set, which every operation keeps, and no comparison decides', () => {
    for (const double of [NaN, Infinity, -Infinity]) {
      expect(isEmpty(ends(system.fromNumber(double)))).toBe(true);
      expect(system.isDefined(system.fromNumber(double))).toBe(false);
    }
    for (const operation of OPERATIONS) {
      for (const other of [literal('0.5'), line, nothing]) {
        const results = [operation.apply(system, nothing, other)];
        if (operation.arity === 2) results.push(operation.apply(system, other, nothing));
        for (const result of results) {
          expect(isEmpty(ends(result)), operation.name).toBe(true);
          expect(system.isDefined(result), operation.name).toBe(false);
        }
      }
    }
    for (const compare of [system.less, system.lessOrEqual, system.equal]) {
      for (const other of [literal('0'), line, nothing]) {
        expect([compare(nothing, other), compare(other, nothing)]).toEqual([undefined, undefined]);
      }
    }
    expect([system.lower(nothing), system.upper(nothing), system.toNumber(nothing)]).toEqual([NaN, NaN, NaN]);
    expect(ends(system.hull(nothing, literal('2'))).lo.eq(2)).toBe(true);
    expect(system.isDefined(system.hull(literal('2'), nothing))).toBe(false);
  });

  it('1 divided by a set around 0 is the line, undefined; operations on the line contain those on every set', () => {
    expect([system.lower(line), system.upper(line), system.isDefined(line)]).toEqual([-Infinity, Infinity, false]);
    expect([system.lower(halfLine), system.upper(halfLine)]).toEqual([1, Infinity]);
    for (const operation of OPERATIONS) {
      const everything = ends(operation.apply(system, line, line));
      const half = ends(operation.apply(system, halfLine, line));
      expect(isSubset(half, everything), operation.name).toBe(true);
      for (const [a, b] of [
        ['-3', '-2'],
        ['-1', '1'],
        ['0.5', '7'],
        ['1e300', '1e305'],
        ['0', '0'],
        ['-1e-300', '0'],
      ] as const) {
        const some = ends(operation.apply(system, box(a, b), literal('0.75')));
        expect(isSubset(some, everything), `${operation.name} ${a} … ${b}`).toBe(true);
      }
    }
    expect(ends(system.exp(line)).lo.gte(0) && ends(system.sqrt(line)).lo.gte(0)).toBe(true);
    expect(ends(system.tanh(line)).lo.gte(-1) && ends(system.tanh(line)).hi.lte(1)).toBe(true);
    expect(ends(system.sin(line)).lo.eq(-1) && ends(system.cos(line)).hi.eq(1)).toBe(true);
    expect(ends(system.powInteger(line, 2)).lo.eq(0)).toBe(true);
    expect(ends(system.mul(line, literal('0'))).lo.eq(0) && ends(system.mul(line, literal('0'))).hi.eq(0)).toBe(true);
  });

  it('what overflows or underflows still contains the exact result, and is defined', () => {
    for (const [result, isHuge] of [
      [system.exp(literal('1e12')), true],
      [system.exp(literal('-1e12')), false],
      [system.powInteger(literal('1e300'), 10_000_001), true],
      [system.powInteger(literal('1e300'), -10_000_001), false],
      [system.powInteger(literal('1e-300'), 2_000_000), false],
      [system.pow(literal('0.5'), literal('1e15')), false],
      [system.pow(literal('0.5'), literal('-1e15')), true],
      [system.mul(system.exp(literal('1e12')), system.exp(literal('1e12'))), true],
    ] as const) {
      expect(system.isDefined(result)).toBe(true);
      if (isHuge) expect(ends(result).lo.gt('1e308') && ends(result).hi.eq(Infinity)).toBe(true);
      else expect(ends(result).lo.lte(0) && ends(result).hi.gt(0) && ends(result).hi.lt('1e-300')).toBe(true);
    }
  });

  it('functions have their exact values, and partial ones drop what is outside their domain', () => {
    const isPoint = (value: T, text: string): boolean =>
      ends(value).lo.eq(text) && ends(value).hi.eq(text) && system.isDefined(value);
    const [zero, one] = [literal('0'), literal('1')];
    for (const f of ['expm1', 'sin', 'tan', 'atan', 'tanh', 'sqrt', 'cbrt', 'abs', 'floor', 'sign'] as const) {
      expect(isPoint(system[f](zero), '0'), f).toBe(true);
      expect(isPoint(system[f](system.fromNumber(-0)), '0'), f).toBe(true);
    }
    expect(isPoint(system.exp(zero), '1') && isPoint(system.cos(zero), '1') && isPoint(system.log(one), '0')).toBe(
      true,
    );
    expect(isPoint(system.powInteger(zero, 0), '1') && isPoint(system.powInteger(line, 0), '1')).toBe(false);
    expect(ends(system.powInteger(line, 0)).lo.eq(1)).toBe(true);
    expect(isPoint(system.powInteger(zero, 0), '1') && isPoint(system.pow(literal('7'), zero), '1')).toBe(true);
    expect(
      isPoint(system.pow(zero, literal('0.5')), '0') && isPoint(system.hypot(literal('3'), literal('-4')), '5'),
    ).toBe(true);

    const undefinedOnes: readonly T[] = [
      ...[
        system.div(one, zero),
        system.div(zero, zero),
        system.log(zero),
        system.log(literal('-1')),
        system.sqrt(literal('-1')),
      ],
      ...[system.pow(zero, zero), system.pow(literal('-1'), literal('2')), system.pow(zero, literal('-1'))],
      system.powInteger(zero, -1),
    ];
    for (const value of undefinedOnes) {
      expect(isEmpty(ends(value))).toBe(true);
      expect(system.isDefined(value) || system.isDefined(system.add(value, one))).toBe(false);
    }
    const partly = system.sqrt(box('-1', '4'));
    expect(ends(partly).lo.eq(0) && ends(partly).hi.eq(2) && !system.isDefined(partly)).toBe(true);
    expect(system.isDefined(system.exp(partly)) || system.isDefined(system.min(one, partly))).toBe(false);
    expect(isPoint(system.powInteger(box('-2', '3'), 0), '1')).toBe(true);
    const square = ends(system.powInteger(box('-2', '3'), 2));
    expect(square.lo.eq(0) && square.hi.eq(9)).toBe(true);
  });

  it('a set that touches the edge of a domain is inside exactly when the edge is', () => {
    const one = literal('1');
    const outside: readonly T[] = [
      ...[system.div(one, box('0', '1')), system.div(one, box('-1', '0')), system.div(one, box('-1', '1'))],
      ...[system.log(box('0', '1')), system.sqrt(box('-1e-300', '1')), system.tan(box('1', '2'))],
      ...[system.pow(box('0', '4'), box('0', '2')), system.pow(box('0', '4'), box('-1', '2'))],
      ...[system.pow(box('-1', '4'), literal('2')), system.pow(literal('0'), box('0', '1'))],
      ...[system.powInteger(box('0', '1'), -1), system.powInteger(box('-1', '0'), -2)],
    ];
    expect(outside.map(system.isDefined)).toEqual(outside.map(() => false));
    const inside: readonly T[] = [
      ...[system.div(one, box('1e-300', '1')), system.div(one, box('-1', '-1e-300'))],
      ...[system.log(box('1e-300', '1')), system.sqrt(box('0', '1')), system.tan(box('-1.5', '1.5'))],
      ...[system.pow(box('0', '4'), box('1e-300', '2')), system.pow(box('1e-300', '4'), box('-1', '2'))],
      ...[system.powInteger(box('1e-300', '1'), -1), system.powInteger(box('-1', '1'), 0)],
    ];
    expect(inside.map(system.isDefined)).toEqual(inside.map(() => true));
  });
}
