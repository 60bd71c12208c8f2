/**
 * Functions with jumps across axis-aligned hyperplanes: `f(x) = base(x) + Σ_j height_j · 1[x_{axis_j} ≥ at_j]`.
 *
 * Between the hyperplanes `f` is the base plus a constant, so there it has the base's Lipschitz constant. A hyperplane at
 * the lower end of its axis adds a constant on the domain, one at the upper end changes `f` on a null set only: neither
 * cuts the domain, and only those strictly inside are declared, each once, whatever heights meet there.
 */
import type { NodeIndex } from '../../expression/expression.js';
import { moveCoordinate } from '../engine/domain-engine.js';
import { chance, pick, type Random } from '../engine/draw.js';
import { exact, isDecimalText, toText, ZERO } from '../engine/exact-decimal.js';
import type { Scope } from '../engine/family.js';
import { drawBorder, drawInside, isOnAxis, middleOf } from '../engine/grid-places.js';
import type { IntegrableFamily } from '../engine/integrable-family.js';
import {
  drawLipschitz,
  lipschitzConstant,
  lipschitzFamilyOf,
  simplifyLipschitz,
  type LipschitzFunction,
} from '../engine/lipschitz-families.js';
import { drawAmplitude, simplifyAmplitude } from '../engine/parameters.js';
import { simplifyDecimal } from '../engine/simplify-decimal.js';
import { shorterSelections, simplifyItems } from '../engine/simplify.js';
import type { DomainDescription } from '../description.js';

/** The points with `x_axis = at`. */
export interface Hyperplane {
  /** Which scalar input, from 0, in vec order. */
  readonly axis: number;
  readonly at: string;
}

/** `height` is added where `x_axis ≥ at`. */
export interface Jump extends Hyperplane {
  readonly height: string;
}

export interface JumpsFunction {
  readonly family: 'jumps';
  readonly base: LipschitzFunction;
  readonly jumps: readonly Jump[];
}

/** What is declared of a function with jumps; true by construction. */
export interface DeclaredJumps {
  /** A Lipschitz constant on each open box into which the hyperplanes cut the domain. */
  readonly lipschitz: string;
  /** The hyperplanes strictly inside the domain, without repetition: `J` is their number. */
  readonly hyperplanes: readonly Hyperplane[];
}

const MOST_JUMPS = 3;

/** A height in [−3, 3]; one in sixteen is 0. */
export function drawHeight(random: Random): string {
  if (chance(random, 1, 16)) return '0';
  const height = drawAmplitude(random);
  return height === '0' ? pick(random, ['1', '-1']) : height;
}

/**
 * Of eight jumps three are at a border of a typical grid, three anywhere inside, one is at an end of the domain, and one,
 * unless it is the first, where an earlier one is.
 */
function drawJump(random: Random, domain: DomainDescription, earlier: readonly Jump[]): Jump {
  const kind = random.nextInt(1, 8);
  const height = drawHeight(random);
  if (kind === 8 && earlier.length > 0) return { ...pick(random, earlier), height };
  const axis = random.nextInt(0, domain.length - 1);
  const ends = domain[axis]!;
  const at = kind === 1 ? pick(random, ends) : kind <= 4 ? drawInside(random, ends) : drawBorder(random, ends);
  return { axis, at, height };
}

/** One to three jumps. */
export function drawJumps(random: Random, domain: DomainDescription): readonly Jump[] {
  const jumps: Jump[] = [];
  for (let count = random.nextInt(1, MOST_JUMPS); count > 0; count--) jumps.push(drawJump(random, domain, jumps));
  return jumps;
}

/** Fewer jumps (at least `least`), on the first axis, in its middle, of height 1; coinciding hyperplanes move together. */
export function* simplifyJumps(
  jumps: readonly Jump[],
  domain: DomainDescription,
  least: number,
): Iterable<readonly Jump[]> {
  for (const kept of shorterSelections(jumps.length, least)) yield kept.map((index) => jumps[index]!);
  const simpler = (plane: Hyperplane) => simplifyHyperplane(plane, domain);
  const moved = (plane: Hyperplane, to: Hyperplane) =>
    jumps.map((jump) => (isSame(jump, plane) ? { ...to, height: jump.height } : jump));
  for (const plane of distinct(jumps)) for (const to of simpler(plane)) yield moved(plane, to);
  yield* simplifyItems<Jump>(function* (jump) {
    for (const height of simplifyAmplitude(jump.height)) yield { ...jump, height };
  })(jumps);
}

function* simplifyHyperplane({ axis, at }: Hyperplane, domain: DomainDescription): Iterable<Hyperplane> {
  if (axis > 0) yield { axis: 0, at: moveCoordinate(at, domain[axis]!, domain[0]!) };
  const [min, max] = domain[axis]!;
  for (const simpler of simplifyDecimal({ min, max, towards: middleOf([min, max]) })(at)) yield { axis, at: simpler };
}

export function isSame(a: Hyperplane, b: Hyperplane): boolean {
  return a.axis === b.axis && exact(a.at).eq(exact(b.at));
}

/** Hyperplanes without repetition, in the order in which they come up. */
function distinct(planes: readonly Hyperplane[]): readonly Hyperplane[] {
  return planes.filter((plane, index) => planes.findIndex((other) => isSame(other, plane)) === index);
}

/** Coinciding jumps as one, their heights added. */
export function gatherJumps(jumps: readonly Jump[]): readonly Jump[] {
  return distinct(jumps).map(({ axis, at }) => ({
    axis,
    at,
    height: toText(
      jumps.filter((jump) => isSame(jump, { axis, at })).reduce((sum, jump) => sum.plus(exact(jump.height)), ZERO),
    ),
  }));
}

/** Hyperplanes strictly inside the domain, without repetition. */
export function innerHyperplanes(jumps: readonly Jump[], domain: DomainDescription): readonly Hyperplane[] {
  return distinct(jumps)
    .filter(({ axis, at }) => exact(at).gt(exact(domain[axis]![0])) && exact(at).lt(exact(domain[axis]![1])))
    .map(({ axis, at }) => ({ axis, at: toText(exact(at)) }));
}

/** Are all jumps across hyperplanes that meet the domain? */
export function areJumpsOn(jumps: readonly Jump[], domain: DomainDescription): boolean {
  return jumps.every(
    ({ axis, at, height }) => domain[axis] !== undefined && isOnAxis(at, domain[axis]) && isDecimalText(height),
  );
}

/** The value of base and jumps; coinciding jumps are one `select`, so that what cancels does so in enclosures too. */
export function expressJumps({ base, jumps }: JumpsFunction, scope: Scope): NodeIndex {
  const { builder, inputs } = scope;
  return gatherJumps(jumps).reduce(
    (sum, { axis, at, height }) => {
      const isBeyond = builder.compare('lessOrEqual', builder.signedLiteral(at), inputs[axis]!);
      return builder.binary('add', sum, builder.select(isBeyond, builder.signedLiteral(height), builder.literal('0')));
    },
    lipschitzFamilyOf(base).express(base, scope),
  );
}

export const jumpsFamily: IntegrableFamily<JumpsFunction> = {
  draw: (random, domain) => ({
    family: 'jumps',
    base: drawLipschitz(random, domain),
    jumps: drawJumps(random, domain),
  }),
  simplify: function* ({ base, jumps }, domain) {
    for (const simpler of simplifyLipschitz(domain)(base)) yield { family: 'jumps', base: simpler, jumps };
    for (const simpler of simplifyJumps(jumps, domain, 1)) yield { family: 'jumps', base, jumps: simpler };
  },
  selectInputs: ({ base, jumps }, kept) => ({
    family: 'jumps',
    base: lipschitzFamilyOf(base).selectInputs(base, kept),
    jumps: jumps.filter(({ axis }) => kept.includes(axis)).map((jump) => ({ ...jump, axis: kept.indexOf(jump.axis) })),
  }),
  move: ({ base, jumps }, from, to) => ({
    family: 'jumps',
    base: lipschitzFamilyOf(base).move(base, from, to),
    jumps: jumps.map((jump) => ({ ...jump, at: moveCoordinate(jump.at, from[jump.axis]!, to[jump.axis]!) })),
  }),
  isWithin: ({ jumps }, domain) => jumps.length >= 1 && jumps.length <= MOST_JUMPS && areJumpsOn(jumps, domain),
  declare: ({ base, jumps }, domain): DeclaredJumps => ({
    lipschitz: lipschitzConstant(base),
    hyperplanes: innerHyperplanes(jumps, domain),
  }),
  express: (value, scope) => [expressJumps(value, scope)],
};
