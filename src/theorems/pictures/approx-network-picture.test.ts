import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approxAxisWeights } from './approx-axis-weights.js';
import { approxNetworkPicture, type PicturedNetwork } from './approx-network-picture.js';

/** Cells of [lower, upper] whose centres are the output: the error is the distance to the centre. */
function staircase(domain: readonly (readonly [number, number])[], counts: readonly number[]): PicturedNetwork {
  const cells = domain.map(([lower, upper], t) => ({ lower, width: (upper - lower) / counts[t]!, count: counts[t]! }));
  const centre = (u: number, t: number): number => {
    const { lower, width, count } = cells[t]!;
    if (width === 0) return lower;
    return lower + (Math.min(count - 1, Math.max(0, Math.floor((u - lower) / width))) + 0.5) * width;
  };
  return {
    names: ['sum', 'staircase'],
    variables: domain.map((_, t) => `x${t}`),
    domain,
    outputs: 1,
    target: (x, out) => {
      out[0] = x.reduce((sum, u) => sum + u, 0);
    },
    difference: (x, out) => {
      out[0] = x.reduce((sum, u, t) => sum + centre(u, t) - u, 0);
    },
    cells,
    weights: (t, u) => approxAxisWeights(cells[t]!, 1000 / Math.max(1e-9, cells[t]!.width) ** 2, u),
  };
}

const sizes = fc.integer({ min: 1, max: 200 });
const domain = fc
  .tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: 0.1, max: 50, noNaN: true }))
  .map(([lower, length]): readonly [number, number] => [lower, lower + length]);

describe('a picture of a network in one input', () => {
  test('has increasing samples within the domain, and errors that are differences of the other two', () => {
    fc.assert(
      fc.property(domain, sizes, ([lower, upper], count) => {
        const picture = approxNetworkPicture(staircase([[lower, upper]], [count]), undefined);
        if (picture?.kind !== 'curve') throw new Error('no curve');
        const { x, target, output, error, cuts } = picture;
        expect(x.every((u, i) => i === 0 || u > x[i - 1]!)).toBe(true);
        expect(x[0]!).toBeGreaterThanOrEqual(lower - 1e-9);
        expect(x.at(-1)!).toBeLessThanOrEqual(upper + 1e-9);
        const size = Math.max(Math.abs(lower), Math.abs(upper));
        x.forEach((_, i) => {
          expect(Math.abs(Math.abs(output[i]! - target[i]!) - error[i]!)).toBeLessThanOrEqual(1e-5 * size);
        });
        expect(cuts.every((cut) => cut > x[0]! && cut < x.at(-1)!)).toBe(true);
        expect(cuts.length).toBeLessThan(count);
      }),
    );
  });

  test('shows the witness, and the cells around it where there are many', () => {
    fc.assert(
      fc.property(domain, sizes, fc.double({ min: 0, max: 1, noNaN: true }), ([lower, upper], count, share) => {
        const witness = lower + share * (upper - lower);
        const picture = approxNetworkPicture(staircase([[lower, upper]], [count]), [String(witness)]);
        if (picture?.kind !== 'curve') throw new Error('no curve');
        expect(picture.x).toContain(picture.at);
        expect(Math.abs(picture.at! - witness)).toBeLessThanOrEqual(1e-10 * Math.abs(witness));
        expect(picture.cuts.length).toBeLessThanOrEqual(24);
        expect(picture.note === undefined).toBe(count <= 24);
      }),
    );
  });

  test('gives every query weights of its keys that sum to 1, most to the nearest', () => {
    const picture = approxNetworkPicture(staircase([[0, 1]], [8]), undefined);
    if (picture?.kind !== 'curve') throw new Error('no curve');
    const { queries, keys, weights } = picture.attention!;
    expect(keys.length).toBe(8);
    weights.forEach((row, i) => {
      expect(row.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 1);
      const nearest = keys.reduce(
        (best, key, k) => (Math.abs(key - queries[i]!) < Math.abs(keys[best]! - queries[i]!) ? k : best),
        0,
      );
      expect(row[nearest]).toBe(Math.max(...row));
    });
  });

  test('follows queries that an earlier layer moved away', () => {
    const network = staircase([[0, 1]], [100]);
    const moved = { ...network, weights: (t: number) => network.weights!(t, 0.205) };
    const picture = approxNetworkPicture(moved, ['0.9']);
    if (picture?.kind !== 'curve') throw new Error('no curve');
    const { keys, weights } = picture.attention!;
    expect(keys.length).toBeLessThanOrEqual(48);
    expect(Math.abs(keys[weights[0]!.indexOf(Math.max(...weights[0]!))]! - 0.205)).toBeLessThan(0.01);
  });
});

describe('a picture of a network in more inputs', () => {
  test('is a map over two, the first coordinate running fastest', () => {
    const picture = approxNetworkPicture(staircase([[0, 1], [0, 10]], [4, 5]), ['0', '10']); // prettier-ignore
    if (picture?.kind !== 'map') throw new Error('no map');
    const { axes, target, attention } = picture;
    expect(target[1]! - target[0]!).toBeCloseTo(1 / axes[0].samples, 4);
    expect(target[axes[0].samples]! - target[0]!).toBeCloseTo(10 / axes[1].samples, 3);
    expect(axes.map(({ cuts }) => cuts.length)).toEqual([3, 4]);
    expect(attention!.weights.length).toBe(20);
    // The key nearest to (0, 10) is in the first column of the last row.
    expect(attention!.weights.indexOf(Math.max(...attention!.weights))).toBe(16);
  });

  test('is a curve through the witness over three, and axes of one point do not count', () => {
    const three = approxNetworkPicture(staircase([[0, 1], [0, 1], [0, 1]], [2, 2, 2]), ['0.5', '0.25', '1']); // prettier-ignore
    expect(three).toMatchObject({ kind: 'curve', note: 'along x0, where x1 = 0.25, x2 = 1' });
    expect(approxNetworkPicture(staircase([[0, 1], [3, 3]], [2, 2]), undefined)).toMatchObject({ kind: 'curve' }); // prettier-ignore
    expect(approxNetworkPicture(staircase([[3, 3]], [2]), undefined)).toBeUndefined();
  });

  test('leaves out what is not finite', () => {
    const network = staircase([[0, 1]], [2]);
    const broken: PicturedNetwork = {
      ...network,
      difference: (x, out) => {
        out[0] = x[0]! > 0.5 ? NaN : 0;
      },
    };
    const picture = approxNetworkPicture(broken, ['0.25']);
    if (picture?.kind !== 'curve') throw new Error('no curve');
    picture.x.forEach((u, i) => {
      expect(picture.output[i] === null).toBe(u > 0.5);
    });
  });
});
