import { describe, expect, it } from 'vitest';
import { ExpressionBuilder } from '../expression/builder.js';
import { decimalConstant } from '../expression/real-constant.js';
import { TargetError, type DomainAxis, type RealConstant, type Target } from '../expression/target.js';
import { nextDown, nextUp } from '../numeric/directed.js';
import { boundDiameter, clampToDomain, domainBox, domainBoxes, largestExtent, pointBox } from './box.js';
import { requireFinite } from './require-finite.js';

const axis = (lower: RealConstant, upper: RealConstant): DomainAxis => ({ lower, upper });
const decimal = (lower: string, upper: string): DomainAxis => axis(decimalConstant(lower), decimalConstant(upper));
const b = new ExpressionBuilder();
const pi: RealConstant = { text: 'Math.PI', expression: b.finish(0, [b.constant('PI')]) };

function withDomain(...domain: readonly DomainAxis[]) {
  return { domain, expression: b.finish(domain.length, [b.input(0)]) };
}

describe('domainBoxes', () => {
  it('puts the outer box around and the inner box inside an exact domain', () => {
    // The double 0.1 lies above one tenth, the doubles 0.3 and Math.PI below three tenths and π.
    const { outer, inner } = domainBoxes(withDomain(decimal('0.1', '0.3'), axis(decimalConstant('0'), pi)));
    expect(Array.from(outer)).toEqual([nextDown(0.1), nextUp(0.3), 0, nextUp(Math.PI)]);
    expect(Array.from(inner)).toEqual([0.1, 0.3, 0, Math.PI]);
    expect(domainBox(withDomain(decimal('0.1', '0.3')))).toEqual(Float64Array.of(nextDown(0.1), nextUp(0.3)));
  });

  it('knows the axes that are one point, and encloses the point where it is no double', () => {
    const boxes = domainBoxes(withDomain(decimal('0.1', '0.1'), decimal('0.5', '0.5'), decimal('0.5', '0.50')));
    expect(boxes.fixed).toEqual([true, false, false]);
    expect(boxes.degenerate).toEqual([true, true, true]);
    expect(Array.from(boxes.inner)).toEqual([nextDown(0.1), 0.1, 0.5, 0.5, 0.5, 0.5]);
    expect(boundDiameter(boxes)).toBe(0);
    expect(largestExtent(boxes)).toBe(0);
  });

  it('fixes an axis that is too short to hold a double, without taking it for a point', () => {
    const { fixed, degenerate } = domainBoxes(withDomain(decimal('0.1', '0.1000000000000000001')));
    expect([fixed, degenerate]).toEqual([[true], [false]]);
  });
});

describe('pointBox', () => {
  const boxes = domainBoxes(withDomain(decimal('0.1', '0.3'), decimal('0.1', '0.1')));

  it('moves a point into the domain, and encloses fixed coordinates', () => {
    expect(Array.from(pointBox(boxes, [0, 7]))).toEqual([0.1, 0.1, nextDown(0.1), 0.1]);
    expect(Array.from(pointBox(boxes, [0.2, 7]))).toEqual([0.2, 0.2, nextDown(0.1), 0.1]);
    expect(Array.from(clampToDomain(boxes, [1, 0]))).toEqual([0.3, nextDown(0.1)]);
  });
});

describe('requireFinite', () => {
  const reciprocal = (lower: string, upper: string, singular: boolean): Target => {
    const builder = new ExpressionBuilder();
    const distance = builder.binary('sub', builder.input(0), builder.literal('0.5'));
    const value = builder.binary('div', builder.literal('1'), builder.unary('sqrt', builder.unary('abs', distance)));
    return {
      name: 'reciprocal',
      domain: [decimal(lower, upper)],
      input: { kind: 'scalars' },
      output: { width: 1, tokens: 1 },
      expression: builder.finish(1, [value]),
      ghost: false,
      singularities: singular ? [{ point: [decimalConstant('0.5')], exponent: decimalConstant('0.5') }] : [],
    };
  };

  it('accepts a finite target and refuses a pole, named by its place', () => {
    expect(() => requireFinite(reciprocal('0.6', '1', false))).not.toThrow();
    expect(() => requireFinite(reciprocal('0', '1', false))).toThrow(TargetError);
    expect(() => requireFinite(reciprocal('0', '1', false))).toThrow(/undefined at 0.5/);
  });

  it('accepts a declared singularity for L_p work only', () => {
    expect(() => requireFinite(reciprocal('0', '1', true), { allowSingularities: true })).not.toThrow();
    expect(() => requireFinite(reciprocal('0', '1', true))).toThrow(/unbounded at its declared singularity \(0.5\)/);
    expect(() => requireFinite(reciprocal('0', '1', false), { allowSingularities: true })).toThrow(/undefined at 0.5/);
  });
});
