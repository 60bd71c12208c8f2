/**
 * Square and cube roots by integer roots: the lower end is the exact floor of a scaled root, the upper end one more
 * unless the root is exact.
 */
import { bitLength, powerOfTen, type Enclosure, type Scaled } from './scaled.js';

/** `⌊n^(1/k)⌋` for `n ≥ 0` and `k` 2 or 3. */
export function integerRoot(n: bigint, k: 2 | 3): bigint {
  if (n === 0n) return 0n;
  // Newton's iteration in integers decreases from any start above the root until it reaches the floor.
  let root = 1n << BigInt(Math.ceil(bitLength(n) / k));
  for (;;) {
    const next = k === 2 ? (root + n / root) >> 1n : (2n * root + n / (root * root)) / 3n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * Enclosure of the `k`-th root of `x ≥ 0`, of relative width at most `2^-bits`; exact where the root is of the form
 * `m 2^a 10^b`.
 */
function encloseRoot(x: Scaled, k: 2 | 3, bits: number): Enclosure {
  // Exponents are brought to multiples of k; more binary places make the root long enough.
  const twosLeft = ((x.twos % k) + k) % k;
  const tensLeft = ((x.tens % k) + k) % k;
  const radicand = (x.m * powerOfTen(tensLeft)) << BigInt(twosLeft);
  const extra = Math.max(0, bits + 1 - Math.floor(bitLength(radicand) / k));
  const scaled = radicand << BigInt(k * extra);
  const root = integerRoot(scaled, k);
  const power = k === 2 ? root * root : root * root * root;
  return {
    lo: root,
    hi: power === scaled ? root : root + 1n,
    twos: (x.twos - twosLeft) / k - extra,
    tens: (x.tens - tensLeft) / k,
  };
}

/** Enclosure of `√x` for `x ≥ 0`, of relative width at most `2^-bits`; exact roots are exact. */
export function encloseSqrt(x: Scaled, bits: number): Enclosure {
  return encloseRoot(x, 2, bits);
}

/** Enclosure of the real cube root of `x`, of relative width at most `2^-bits`; exact roots are exact. */
export function encloseCbrt(x: Scaled, bits: number): Enclosure {
  if (x.m >= 0n) return encloseRoot(x, 3, bits);
  const { lo, hi, twos, tens } = encloseRoot({ ...x, m: -x.m }, 3, bits);
  return { lo: -hi, hi: -lo, twos, tens };
}
