/**
 * The expansion of a target in ReLUs from one number per axis: linear interpolation of `P` pieces for one input, a kernel mean
 * with Jackson's kernel of degree `P` for several, whose profiles have two pieces per half period of their fastest cosine:
 * then interpolating them is a small part of the error.
 */
import { ConstructionError } from './construction.js';
import type { FunctionOnBox } from '../approximation/box.js';
import { knownModulus } from './expansion-modulus.js';
import { interpolationExpansion } from './interpolation-expansion.js';
import { kernelExpansion } from './kernel-expansion.js';
import type { RidgeExpansion } from './relu-expansion.js';

const PIECES = 2;

/** Throws `ConstructionError` as the two expansions do. `cells`: one number for all axes, or one for each. */
export function targetExpansion(target: FunctionOnBox, cells: readonly number[]): RidgeExpansion {
  const modulus = knownModulus(target);
  const inputs = target.domain.length;
  if (inputs > 1) {
    const degrees = cells.length === 1 ? cells[0]! : cells;
    return kernelExpansion(target, { kernel: 'jackson', degrees, pieces: PIECES, modulus });
  }
  if (cells.length === 1) return interpolationExpansion(target, { pieces: cells[0]!, modulus });
  throw new ConstructionError({
    code: 'axes',
    found: `${cells.length} numbers of cells`,
    required: 'the domain has 1 axis',
    remedy: 'Give one number of cells.',
  });
}
