/**
 * Every elementary function against correctly rounded values of an independent program (fixtures/oracles/elementary.c,
 * GNU MPFR): containment, and how many doubles lie between the ends.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as kernels from '../kernels.js';

interface Vector {
  readonly x: number;
  readonly y: number;
  /** The exact value rounded toward −∞ and +∞. */
  readonly down: number;
  readonly up: number;
}

const view = new DataView(new ArrayBuffer(8));

function fromBits(hex: string): number {
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}

/** Position of a double among all doubles; neighbours differ by one. */
function position(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

const vectors = new Map<string, Vector[]>();
for (const line of readFileSync(new URL('../../../fixtures/oracles/elementary.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)) {
  const [name, x, y, down, up] = line.split(',');
  const list = vectors.get(name!) ?? [];
  vectors.set(name!, list);
  list.push({ x: fromBits(x!), y: y ? fromBits(y) : 0, down: fromBits(down!), up: fromBits(up!) });
}

type Ends = (...ends: number[]) => number;

/** Name, ends, arguments as the ends take them, domain where MPFR's differs, and the greatest width in doubles. */
interface Case {
  readonly name: string;
  readonly lower: Ends;
  readonly upper: Ends;
  readonly widest: bigint;
  readonly isInside?: (vector: Vector) => boolean;
}

function unary(name: keyof typeof kernels & string, widest: bigint, isInside?: Case['isInside']): Case {
  const stem = name.replace('Lower', '');
  const { [name]: lower, [`${stem}Upper` as typeof name]: upper } = kernels;
  return { name: stem, lower: lower as Ends, upper: upper as Ends, widest, ...(isInside && { isInside }) };
}

const CASES: readonly Case[] = [
  unary('expLower', 2n),
  unary('expm1Lower', 2n),
  unary('logLower', 2n, ({ x }) => x > 0),
  unary('sinLower', 2n),
  unary('cosLower', 2n),
  unary('tanLower', 2n),
  unary('atanLower', 2n),
  unary('tanhLower', 2n),
  unary('sqrtLower', 1n),
  unary('cbrtLower', 1n),
  unary('hypotLower', 2n),
  unary('powLower', 2n, ({ x, y }) => x > 0 || y > 0),
  unary('powIntegerLower', 1n),
];

function endsOf({ name, lower, upper }: Case, { x, y }: Vector): [number, number] {
  if (name === 'powInteger') return [lower(x, x, y), upper(x, x, y)];
  return [lower(x, x, y, y), upper(x, x, y, y)];
}

describe('elementary functions against GNU MPFR', () => {
  it('has vectors for every function', () => {
    expect([...vectors.keys()].sort()).toEqual(CASES.map(({ name }) => name).sort());
  });

  it.each(CASES)('for every vector, $name contains the exact value, at most $widest doubles wide', (operation) => {
    const inside = vectors.get(operation.name)!.filter(operation.isInside ?? (() => true));
    expect(inside.length).toBeGreaterThan(500);
    let widest = 0n;
    const wrong: (Vector & { lo: number; hi: number })[] = [];
    for (const vector of inside) {
      const [lo, hi] = endsOf(operation, vector);
      if (!(lo <= vector.down && vector.up <= hi)) wrong.push({ ...vector, lo, hi });
      const width = position(hi) - position(lo);
      if (width > widest) widest = width;
    }
    expect(wrong).toEqual([]);
    expect(widest).toBe(operation.widest);
  });

  it.each(CASES)('for every exact result that is a double, $name is that point', (operation) => {
    const inside = vectors.get(operation.name)!.filter(operation.isInside ?? (() => true));
    for (const vector of inside.filter(({ down, up }) => down === up)) {
      const [lo, hi] = endsOf(operation, vector);
      expect({ ...vector, lo: lo === vector.down, hi: hi === vector.down }).toEqual({ ...vector, lo: true, hi: true });
    }
  });
});
