/**
 * The laws that every number system obeys; the same suite for all of them, by `kind`.
 *
 * - *Enclosure*: contains the exact result at every point of its arguments; grows with its arguments (inclusion
 *   isotonicity); inverse operations lead back; narrow at points; nests in higher precision; decided comparisons are true;
 *   `isDefined` is never true when an argument has a point outside the domain.
 * - *Approximate*: within a stated number of units in the last place of the exact result.
 * - *Exact*: the exact result, or refused.
 *
 * The truth comes from exact arithmetic, and from decimal intervals of far more digits (`support/oracle.ts`).
 */
import type { Decimal } from 'decimal.js';
import { describe } from 'vitest';
import type { NumberSystem } from '../../src/numeric/number-system.js';
import { describeApproximateLaws } from './support/approximate-laws.js';
import { describeEnclosureLaws } from './support/enclosure-laws.js';
import { describeExactLaws } from './support/exact-laws.js';
import type { Ends } from './support/oracle.js';

interface CommonOptions {
  /** Digits of the oracle: enough for its enclosures to be thin beside the results of the system. */
  readonly oracleDigits: number;
  /** Random cases per law. */
  readonly runs: number;
}

export interface EnclosureOptions<T> extends CommonOptions {
  readonly kind: 'enclosure';
  /** The exact ends; NaN for the empty set. */
  readonly ends: (x: T) => Ends;
  /** The distance of neighbouring numbers of the system near a number. */
  readonly unit: (x: Decimal) => Decimal;
  /** The promised width at points, in units of the larger end. */
  readonly widthInUnits: number;
  /** The same computation in an enclosure system of higher precision. */
  readonly finer: (compute: <U>(system: NumberSystem<U>) => U) => Ends;
}

/** A system with what the laws need to know about it. */
export interface EnclosureSubject<T> extends EnclosureOptions<T> {
  readonly system: NumberSystem<T>;
}

export interface ApproximateOptions<T> extends CommonOptions {
  readonly kind: 'approximate';
  /** The exact value; NaN and the infinities too. */
  readonly value: (x: T) => Decimal;
  readonly unit: (x: Decimal) => Decimal;
  /** The largest finite number. */
  readonly largest: Decimal;
  /** The stated error of one operation. */
  readonly errorInUnits: string;
  /** Whether 1/0 and log 0 are undefined, or infinities as in IEEE 754. */
  readonly poles: 'undefined' | 'infinite';
}

export interface ExactOptions<T> extends CommonOptions {
  readonly kind: 'exact';
  readonly value: (x: T) => Decimal;
}

/** Registers the tests of one system. */
export function describeNumberSystemLaws<T>(
  system: NumberSystem<T>,
  options: EnclosureOptions<T> | ApproximateOptions<T> | ExactOptions<T>,
): void {
  if (system.kind !== options.kind) throw new Error(`${system.name} is of kind ${system.kind}, not ${options.kind}`);
  describe(`the ${options.kind} system ${system.name}`, () => {
    switch (options.kind) {
      case 'enclosure':
        return describeEnclosureLaws({ system, ...options });
      case 'approximate':
        return describeApproximateLaws({ system, ...options });
      case 'exact':
        return describeExactLaws({ system, ...options });
    }
  });
}
