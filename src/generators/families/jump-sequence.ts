/**
 * Two tokens of width 1 whose value, two tokens too, jumps in one of its entries: `f(X)_c = base_c(X) + jumps_c(X)`.
 *
 * The averages of an entry with jumps differ from those of the other all over the domain, so that what leaks through the
 * mask of an attention layer is seen. Everything declared is that of the worst entry.
 */
import type { MatrixShape } from '../../expression/target.js';
import { chance } from '../engine/draw.js';
import { exact } from '../engine/exact-decimal.js';
import type { IntegrableFamily } from '../engine/integrable-family.js';
import { drawLipschitz, lipschitzConstant, simplifyLipschitz } from '../engine/lipschitz-families.js';
import {
  areJumpsOn,
  drawJumps,
  expressJumps,
  innerHyperplanes,
  jumpsFamily,
  simplifyJumps,
  type DeclaredJumps,
  type JumpsFunction,
} from './jumps.js';

export interface JumpSequenceFunction {
  readonly family: 'jump-sequence';
  readonly shape: MatrixShape;
  /** In vec order; one of them has jumps, the other has none. */
  readonly entries: readonly JumpsFunction[];
}

export const JUMP_SEQUENCE_INPUTS = 2;
const SHAPE: MatrixShape = { width: 1, tokens: JUMP_SEQUENCE_INPUTS };

const withEntries = (entries: readonly JumpsFunction[]): JumpSequenceFunction => ({
  family: 'jump-sequence',
  shape: SHAPE,
  entries,
});

export const jumpSequenceFamily: IntegrableFamily<JumpSequenceFunction> = {
  draw: (random, domain) => {
    const jumping = { family: 'jumps', base: drawLipschitz(random, domain), jumps: drawJumps(random, domain) } as const;
    const other = { family: 'jumps', base: drawLipschitz(random, domain), jumps: [] } as const;
    return withEntries(chance(random, 1, 2) ? [jumping, other] : [other, jumping]);
  },
  simplify: function* ({ entries }, domain) {
    // The jumps first: the entry in which they are is what a reader looks for.
    if (entries[0]!.jumps.length === 0) yield withEntries(entries.toReversed());
    for (const [index, entry] of entries.entries()) {
      for (const base of simplifyLipschitz(domain)(entry.base))
        yield withEntries(entries.with(index, { ...entry, base }));
      for (const jumps of simplifyJumps(entry.jumps, domain, Math.min(1, entry.jumps.length))) {
        yield withEntries(entries.with(index, { ...entry, jumps }));
      }
    }
  },
  selectInputs: (value) => value,
  move: ({ entries }, from, to) => withEntries(entries.map((entry) => jumpsFamily.move(entry, from, to))),
  isWithin: ({ shape, entries }, domain) =>
    domain.length === JUMP_SEQUENCE_INPUTS &&
    shape.width === SHAPE.width &&
    shape.tokens === SHAPE.tokens &&
    entries.length === JUMP_SEQUENCE_INPUTS &&
    entries.filter(({ jumps }) => jumps.length > 0).length === 1 &&
    entries.every(({ jumps }) => areJumpsOn(jumps, domain)),
  declare: ({ entries }, domain): DeclaredJumps => ({
    lipschitz: entries.map(({ base }) => lipschitzConstant(base)).reduce((a, b) => (exact(a).gte(exact(b)) ? a : b)),
    hyperplanes: innerHyperplanes(
      entries.flatMap(({ jumps }) => jumps),
      domain,
    ),
  }),
  express: ({ entries }, scope) => entries.map((entry) => expressJumps(entry, scope)),
};
