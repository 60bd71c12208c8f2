/**
 * Sums of ReLUs for every target with a modulus of continuity: kernel means, written as ridges.
 *
 * *Statement.* Let `U = Π [lo_t, lo_t + D_t]`, all `D_t > 0`, and `TF` the mean of the reflected periodic extension of
 * `f` with a positive kernel of degree `N_t` on axis `t` (`summation-kernel.ts`); `r` is the kernel's radius. `TF` is a
 * cosine polynomial `Σ_k A_{|k|} cos kᵀθ`, `θ_t = π(x_t − lo_t)/D_t`. The frequencies `k = m·q` of one primitive
 * direction `q` form a profile `P_q(τ) = Σ_m c_{q,m} cos mτ` of `τ = qᵀθ`, `c_{q,m} = 2A_{m|q|}`, `m ≤ m_q`. `S` is
 * `TF` with every profile interpolated linearly at the multiples of `h_q = π/(p·m_q)`, `p ≥ 1` pieces per half period
 * of its fastest cosine. Then
 *
 *     sup_U |S − f| ≤ ε_1 = ω̂_f(r) + Σ_q (h_q²/8) Σ_m m²|c_{q,m}|      (the largest sum of all outputs).
 *
 *     Fejér:    r = Σ_t (D_t/π) e_{N_t},  e_N = O(ln N/N), sharp            (`fejer-kernel.ts`)
 *     Jackson:  r = (Σ_t (D_t/π)² m_{N_t})^{1/2},  √m_N ~ π/N              (`jackson-kernel.ts`)
 *
 * *Proof.* `|TF − F| ≤ ω̂_f(r)`, and `|P_q''| ≤ Σ_m m²|c_{q,m}|`; linear interpolants are off by `h²/8` times that.
 *
 * On `U` `τ` runs over `[−πq⁻, πq⁺]`, the sums of negative and positive entries of `q`: so `u = (τ + πq⁻)/(π‖q‖_1)`
 * runs over [0, 1], its weights `q_t/(D_t‖q‖_1)` are free of `π`, and the ridge has `K = p·m_q·‖q‖_1` equal pieces.
 * Even and 2π-periodic, a profile has `p·m_q + 1` different values at its knots.
 *
 * The sequence-to-sequence theorem of arXiv:2504.15956 takes such a sum of ReLUs for granted; this one, and its
 * constants, are ours.
 */
import type { FunctionOnBox } from '../approximation/box.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { cosineCoefficients, nodeCount, transformCost, type CosineCoefficients } from './cosine-coefficients.js';
import { checkPieces, refuseTooManyOperations, refuseTooManyRelus } from './expansion-limits.js';
import type { ConcaveModulus } from './expansion-modulus.js';
import { frequencyCount, integerDirections, type IntegerDirection } from './integer-directions.js';
import { rationalCosines } from './rational-cosine.js';
import type { ExpansionNumbers, RidgeExpansion, RidgeNumbers } from './relu-expansion.js';
import { summationKernels, type KernelName } from './summation-kernel.js';
import { refusal } from './truncated-range.js';
import { uniformKnots, uniformSlopes } from './uniform-profile.js';
import { axisEnds, isSinglePoint, unitMap, type AxisEnds } from './unit-map.js';

export interface KernelParameters {
  readonly kernel: KernelName;
  /** `N_t ≥ 0`: one number for all axes, or one for each. Degree 0 is the mean over the axis. */
  readonly degrees: number | readonly number[];
  /** `p ≥ 1`. */
  readonly pieces: number;
  /** `ω̂_f`. */
  readonly modulus: ConcaveModulus;
}

/** What is settled before numbers are. */
interface Plan {
  readonly target: FunctionOnBox;
  readonly kernel: KernelName;
  readonly degrees: readonly number[];
  readonly pieces: number;
  readonly directions: readonly IntegerDirection[];
}

const REMEDY = 'Use lower degrees or fewer pieces; every input multiplies the cost.';

/**
 * The expansion of the kernel mean of a target. Coefficients are kept per number system. Cost of `numbers` and `error`:
 * `Π M_t` values of the target, transforms axis by axis, and `Σ_q p·m_q²` products per output. Throws
 * `ConstructionError`: `axes` for a wrong number of degrees, `input` for a degree that is not an integer of 0 or more,
 * `cells`, `domain` for a one-point axis, `too-large` before any work is done.
 */
export function kernelExpansion(target: FunctionOnBox, parameters: KernelParameters): RidgeExpansion {
  const plan = planOf(target, parameters);
  const coefficients = keptPerSystem(plan);
  return {
    inputs: target.domain.length,
    outputs: target.expression.outputs.length,
    pieces: plan.directions.map((direction) => piecesOf(plan, direction)),
    numbers: (system) => numbersOf(system, plan, coefficients(system)),
    error: (system) => {
      const lengths = axisEnds(system, target.domain).map(({ length }) => length);
      const radius = summationKernels[plan.kernel].radius(system, plan.degrees, lengths);
      return system.add(parameters.modulus(system, radius), interpolationError(system, plan, coefficients(system)));
    },
  };
}

function planOf(target: FunctionOnBox, { kernel, degrees: asked, pieces }: KernelParameters): Plan {
  const axes = target.domain.length;
  const degrees = typeof asked === 'number' ? target.domain.map(() => asked) : asked;
  if (degrees.length !== axes || axes === 0) {
    const remedy = 'Give one degree for all axes, or one for each.';
    throw refusal('axes', `${degrees.length} degrees`, `the domain has ${axes} axes`, remedy);
  }
  const wrong = degrees.find((degree) => !(Number.isInteger(degree) && degree >= 0));
  if (wrong !== undefined) {
    throw refusal('input', `the degree ${wrong}`, 'a kernel has an integer degree', 'Give an integer of 0 or more.');
  }
  checkPieces(pieces);
  const flat = target.domain.find(isSinglePoint);
  if (flat !== undefined) {
    const remedy = 'Leave this input out: it is a constant.';
    throw refusal('domain', `the axis [${flat.lower.text}, ${flat.upper.text}]`, 'it is a single point', remedy);
  }
  // Every frequency takes at least one ReLU: this many are refused without listing them.
  refuseTooManyRelus(pieces * frequencyCount(degrees), REMEDY);
  const plan = { target, kernel, degrees, pieces, directions: integerDirections(degrees) };
  refuseTooManyRelus(
    plan.directions.reduce((sum, direction) => sum + piecesOf(plan, direction), 0),
    REMEDY,
  );
  refuseTooManyOperations(operationsOf(plan), REMEDY);
  return plan;
}

/** `K = p·m_q·‖q‖_1`. */
function piecesOf({ pieces }: Plan, { multiples, length }: IntegerDirection): number {
  return pieces * multiples * length;
}

function operationsOf({ target: { expression }, kernel, degrees, pieces, directions }: Plan): number {
  const summation = summationKernels[kernel];
  const profiles = directions.reduce((sum, { multiples }) => sum + (pieces * multiples + 1) * multiples, 0);
  const sampling = nodeCount(summation, degrees) * expression.nodes.length;
  return sampling + expression.outputs.length * (transformCost(summation, degrees) + profiles);
}

function keptPerSystem({ target, kernel, degrees }: Plan): <T>(system: NumberSystem<T>) => CosineCoefficients<T> {
  const kept = new WeakMap<object, unknown>();
  return <T>(system: NumberSystem<T>) => {
    let found = kept.get(system) as CosineCoefficients<T> | undefined;
    if (found === undefined) {
      found = cosineCoefficients(system, target, summationKernels[kernel], degrees);
      kept.set(system, found);
    }
    return found;
  };
}

function numbersOf<T>(system: NumberSystem<T>, plan: Plan, coefficients: CosineCoefficients<T>): ExpansionNumbers<T> {
  const ends = axisEnds(system, plan.target.domain);
  const knots = new Map<number, T[]>();
  const knotsOf = (pieces: number): T[] => {
    const found = knots.get(pieces) ?? uniformKnots(system, pieces);
    knots.set(pieces, found);
    return found;
  };
  let constants: T[] = coefficients.outputs.map((entries) => entries[0]!);
  const ridges = plan.directions.map((direction): RidgeNumbers<T> => {
    const pieces = piecesOf(plan, direction);
    const profiles = profileValues(system, plan, direction, coefficients);
    constants = constants.map((constant, r) => system.add(constant, profiles[r]![0]!));
    const slopes = profiles.map((values) => uniformSlopes(system, values));
    return { ...unitMapOf(system, ends, direction), knots: knotsOf(pieces), slopes };
  });
  return { constants, ridges };
}

function unitMapOf<T>(system: NumberSystem<T>, ends: readonly AxisEnds<T>[], { direction, length }: IntegerDirection) {
  const signs = direction.map((entry) => (entry > 0 ? 1 : entry < 0 ? -1 : 0));
  const rates = direction.map((entry, t) =>
    system.div(system.fromNumber(Math.abs(entry)), system.mul(ends[t]!.length, system.fromNumber(length))),
  );
  return unitMap(system, ends, signs, rates);
}

/** `c_{q,1}, …, c_{q,m_q}` of one output. */
function profileCoefficients<T>(
  system: NumberSystem<T>,
  { direction, multiples }: IntegerDirection,
  entries: readonly T[],
  strides: readonly number[],
): T[] {
  const place = direction.reduce((sum, entry, t) => sum + Math.abs(entry) * strides[t]!, 0);
  return Array.from({ length: multiples }, (_, i) => {
    const entry = entries[(i + 1) * place]!;
    return system.add(entry, entry);
  });
}

/** For each output the values of the profile at its knots `τ = −πq⁻ + i·h_q`, `i = 0, …, K`. */
function profileValues<T>(
  system: NumberSystem<T>,
  plan: Plan,
  line: IntegerDirection,
  { outputs, strides }: CosineCoefficients<T>,
): T[][] {
  const half = plan.pieces * line.multiples;
  const cosine = rationalCosines(system, half);
  const first = half * line.direction.reduce((sum, entry) => sum + Math.min(entry, 0), 0);
  return outputs.map((entries) => {
    const factors = profileCoefficients(system, line, entries, strides);
    const values = Array.from({ length: half + 1 }, (_, i) =>
      factors.reduce((sum, factor, m) => system.add(sum, system.mul(factor, cosine((m + 1) * i))), system.literal('0')),
    );
    return Array.from({ length: piecesOf(plan, line) + 1 }, (_, i) => {
      const turn = Math.abs(first + i) % (2 * half);
      return values[Math.min(turn, 2 * half - turn)]!;
    });
  });
}

/** `max_r Σ_q (h_q²/8) Σ_m m²|c_{q,m}|`. */
function interpolationError<T>(system: NumberSystem<T>, plan: Plan, { outputs, strides }: CosineCoefficients<T>): T {
  const square = system.powInteger(system.constant('PI'), 2);
  const errors = outputs.map((entries) =>
    plan.directions.reduce((total, line) => {
      const factors = profileCoefficients(system, line, entries, strides);
      const curvature = factors.reduce((sum, factor, i) => {
        return system.add(sum, system.mul(system.fromNumber((i + 1) * (i + 1)), system.abs(factor)));
      }, system.literal('0'));
      const half = plan.pieces * line.multiples;
      return system.add(total, system.div(system.mul(square, curvature), system.fromNumber(8 * half * half)));
    }, system.literal('0')),
  );
  return errors.reduce((most, error) => system.max(most, error));
}
