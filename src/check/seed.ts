/** Seeds of the case generators, derived so that no claim's cases depend on which other claims run. */

/** The seed of a run that names none. */
export const DEFAULT_SEED = 20260101;

/**
 * A seed for one stream of cases: a signed 32-bit integer, the same on every machine. FNV-1a over the UTF-8 bytes of
 * `seed/stream`; distinct streams may collide, which would only make their random choices alike.
 */
export function deriveSeed(seed: number, stream: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${seed}/${stream}`, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash | 0;
}
