/**
 * Random numbers by their place in the sequence: whoever needs number `i` computes it, and any number of threads see the
 * same points. A hash of seed and place, with the finishing steps of MurmurHash3 (Austin Appleby, public domain); for
 * sampling, not for secrets.
 */

function mix(hash: number, word: number): number {
  let h = (hash ^ Math.imul(word, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Number `place` (a non-negative integer) of the sequence of `seed`: a multiple of 2⁻⁵³ in [0, 1). */
export function randomFraction(seed: number, place: number): number {
  let hash = mix(0x2545f491, seed | 0);
  hash = mix(hash, Math.floor(seed / 2 ** 32) | 0);
  hash = mix(hash, place | 0);
  hash = mix(hash, Math.floor(place / 2 ** 32) | 0);
  const high = mix(hash, 1) >>> 5;
  const low = mix(hash, 2) >>> 6;
  return (high * 2 ** 26 + low) * 2 ** -53;
}
