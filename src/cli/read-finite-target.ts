import { TargetError, type Target } from '../expression/target.js';

/**
 * Reads FILE or FILE#name; throws a `TargetError` for one that cannot be used, or that is not finite on its domain
 * (`allowSingularities`: but for declared singularities).
 */
export async function readFiniteTarget(path: string, allowSingularities = false): Promise<Target> {
  // The parser takes a third of a second to load: only where there is a target.
  const { readTarget } = await import('../expression/parse/index.js');
  const { requireFinite } = await import('../approximation/require-finite.js');
  const target = await readTarget(path);
  try {
    requireFinite(target, { allowSingularities });
  } catch (error) {
    if (error instanceof TargetError) throw new TargetError({ file: path, ...error.problem });
    throw error;
  }
  return target;
}
