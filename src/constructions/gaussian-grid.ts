/** Grids with ghost cells: cells of the same width beyond either end of the domain. */
import type { GridAxis } from '../approximation/grid.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { copyConstant } from '../expression/rewrite.js';
import type { DomainAxis, RealConstant } from '../expression/target.js';

/** `[lo − m·s, hi + m·s]` in `P + 2m` cells, `s = (hi − lo)/P`, exactly; the axis itself where `m = 0`. */
export function ghostAxis(axis: DomainAxis, cells: number, ghosts: number): GridAxis {
  if (ghosts === 0) return { axis, cells };
  return {
    axis: { lower: beyond(axis, cells, ghosts, 'lower'), upper: beyond(axis, cells, ghosts, 'upper') },
    cells: cells + 2 * ghosts,
  };
}

function beyond(axis: DomainAxis, cells: number, ghosts: number, end: 'lower' | 'upper'): RealConstant {
  const b = new ExpressionBuilder();
  const [lower, upper] = [copyConstant(b, axis.lower), copyConstant(b, axis.upper)];
  const length = b.binary('sub', upper, lower);
  const ghostLength = b.binary('div', b.binary('mul', b.literal(String(ghosts)), length), b.literal(String(cells)));
  const [op, from, sign] = end === 'lower' ? (['sub', lower, '-'] as const) : (['add', upper, '+'] as const);
  return {
    text: `${axis[end].text} ${sign} ${ghosts}*(${axis.upper.text} - ${axis.lower.text})/${cells}`,
    expression: b.finish(0, [b.binary(op, from, ghostLength)]),
  };
}
