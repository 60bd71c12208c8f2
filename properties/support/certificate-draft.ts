/** What makers of hostile certificates share: chance, and certificates that can be changed. */
import type { Certificate } from '../../src/certificate/certificate.js';

/** Numbers in [0, 1) from a seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
export type Draft = Mutable<Certificate>;

export const pick = <T>(items: readonly T[], chance: () => number): T => items[Math.floor(chance() * items.length)]!;

/** The numbers of attention by what they are. */
export function numbersOf({ attention }: Draft): Readonly<Record<string, [string, string][]>> {
  const { truncation, terms = [], constants = [], second } = attention ?? {};
  const truncations = [truncation, second?.truncation].filter((one) => one !== undefined);
  return {
    'range changed': truncations.flatMap(({ lower, upper }) => [lower, upper]),
    'β changed': truncations.map(({ inverseTemperature }) => inverseTemperature),
    'weight changed': terms.flatMap(({ weights }) => weights),
    'offset changed': terms.map(({ offset }) => offset),
    'coefficient changed': terms.flatMap(({ coefficients }) => coefficients),
    'constant changed': constants,
    'second mask changed': second === undefined ? [] : [second.mask],
  } as unknown as Record<string, [string, string][]>;
}
