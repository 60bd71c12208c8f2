import type { Target } from '../expression/target.js';

/** Reads FILE or FILE#name; throws a `TargetError` for one that cannot be used, or that is not finite on its domain. */
export async function readFiniteTarget(path: string): Promise<Target> {
  // The parser takes a third of a second to load: only where there is a target.
  const { readTarget } = await import('../expression/parse/index.js');
  const { requireFinite } = await import('../approximation/require-finite.js');
  const target = await readTarget(path);
  requireFinite(target);
  return target;
}
