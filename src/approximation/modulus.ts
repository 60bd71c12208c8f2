/**
 * Certified moduli of continuity: Euclidean norm of the inputs, largest entry of the outputs.
 *
 * `ω_f(r) = sup{|f(p) − f(q)| : p, q in the domain, ‖p − q‖₂ ≤ r}`, and `ω̂_f` its least concave majorant.
 *
 * From above, for both: `min(L r, osc f, H r^α)`, which is concave. From below: for a pair at distance `d` with
 * difference `g`, `ω(r) ≥ g` for `r ≥ d`, and as the domain is convex, `ω(r) ≥ g/⌈d/r⌉` for `r < d`; `ω̂` lies above the
 * chord of any two such points `(d, g)`, the origin included.
 */
import { addDown, divDown, divUp, mulDown, mulUp, subDown, subUp } from '../numeric/directed.js';
import { knowledgeOf, type ModulusOptions } from './modulus-knowledge.js';
import type { FunctionOnBox } from './box.js';
import type { PairDifference } from './pair-difference.js';
import { boundPower, powerBounds } from './declared-modulus.js';

export { checkDeclaredModulus, type DeclaredVerdict } from './declared-modulus.js';
export { encloseLipschitz, type LipschitzEnclosure } from './lipschitz.js';
export { encloseOscillation } from './oscillation.js';
export { radiusForModulus } from './radius-for-modulus.js';

export interface ModulusEnclosure {
  /** At most `ω_f(r)`. */
  readonly lower: number;
  /** At least `ω̂_f(r)`, hence at least `ω_f(r)`. */
  readonly upper: number;
  /** At most `ω̂_f(r)`, and at least `lower`. */
  readonly concaveLower: number;
}

/** What one pair says about `ω(r)`. */
function fromPair({ gap, distance }: PairDifference, radius: number): number {
  if (distance <= radius) return gap;
  return divDown(gap, Math.ceil(divUp(distance, radius)));
}

/** What a chord between two pairs, or a pair and the origin, says about `ω̂(r)`. */
function fromChord(near: PairDifference, far: PairDifference, radius: number): number {
  if (!(near.distance < radius && radius < far.distance)) return 0;
  const span = subUp(far.distance, near.distance);
  const left = mulDown(near.gap, subDown(far.distance, radius));
  const right = mulDown(far.gap, subDown(radius, near.distance));
  return Math.max(0, divDown(addDown(left, right), span));
}

/**
 * Encloses the modulus of continuity of a target at `radius` (a double ≥ 0), and that of its least concave majorant.
 * Guaranteed for a target that is defined on its whole domain. Cost: once per target a Lipschitz and a range enclosure,
 * then one search for pairs.
 */
export function encloseModulus(target: FunctionOnBox, radius: number, options: ModulusOptions = {}): ModulusEnclosure {
  if (!(radius >= 0)) throw new RangeError(`a modulus of continuity has a radius of at least 0, found ${radius}`);
  if (radius === 0) return { lower: 0, upper: 0, concaveLower: 0 };
  const knowledge = knowledgeOf(target, options);
  const pairs = [...knowledge.pairs, knowledge.search.best(radius, (difference) => difference)];
  const lower = Math.max(0, ...pairs.map((pair) => fromPair(pair, radius)));
  const origin = { ...pairs[0]!, gap: 0, distance: 0 };
  let concaveLower = lower;
  for (const near of [origin, ...pairs]) {
    for (const far of pairs) concaveLower = Math.max(concaveLower, fromChord(near, far, radius));
  }
  const powers = powerBounds(target, options).map((bound) => boundPower(bound, radius));
  const upper = Math.min(mulUp(knowledge.lipschitz.upper, radius), knowledge.oscillation.upper, ...powers);
  return { lower, upper, concaveLower };
}
