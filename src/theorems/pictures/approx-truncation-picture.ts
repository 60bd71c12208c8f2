/** Pictures of functions of one number that attention computes: truncations, activations, derivatives of losses. */
import { evaluateConstant } from '../../expression/evaluate.js';
import { keyOffset } from '../../constructions/truncated-single-error.js';
import type { TruncatedRange } from '../../constructions/truncated-range.js';
import { truncationCells, truncationEvaluator, type Truncation } from '../../constructions/truncation.js';
import { float64System } from '../../numeric/float64.js';
import { approxAxisWeights } from './approx-axis-weights.js';
import { approxNetworkPicture, type PicturedCells, type PicturedNetwork } from './approx-network-picture.js';
import type { Picture } from './picture.js';

/** How far a picture of a truncation goes beyond the range, in lengths of it. */
const BEYOND = 0.2;

export interface PicturedFunction extends Pick<PicturedNetwork, 'names' | 'cells' | 'weights'> {
  readonly variable: string;
  readonly domain: readonly [lower: number, upper: number];
  readonly target: (y: number) => number;
  readonly output: (y: number) => number;
}

/** A function of one number beside what approximates it. */
export function approxFunctionPicture(
  { variable, domain, target, output, ...rest }: PicturedFunction,
  witness: readonly string[] | undefined,
): Picture | undefined {
  return approxNetworkPicture(
    {
      ...rest,
      variables: [variable],
      domain: [domain],
      outputs: 1,
      target: (x, out) => {
        out[0] = target(x[0]!);
      },
      difference: (x, out) => {
        out[0] = output(x[0]!) - target(x[0]!);
      },
    },
    witness,
  );
}

/** The ends of a range as doubles. */
export function approxRange({ lower, upper }: TruncatedRange): readonly [number, number] {
  return [evaluateConstant(lower.expression, float64System), evaluateConstant(upper.expression, float64System)];
}

/** A layer of truncated attention beside the truncation, a little beyond the range on either side. */
export function approxTruncationPicture(
  truncation: Truncation,
  witness: readonly string[] | undefined,
): Picture | undefined {
  const [a, b] = approxRange(truncation);
  const margin = BEYOND * (b - a);
  const at = witness?.length === 1 ? Number(witness[0]) : undefined;
  const isShown = at !== undefined && at >= a - margin && at <= b + margin;
  return approxFunctionPicture(
    {
      variable: 'y',
      names: ['truncation of y', 'attention'],
      domain: [a - margin, b + margin],
      target: (y) => Math.min(b, Math.max(a, y)),
      output: truncationEvaluator(float64System, truncation),
      ...keysOf(truncation, a, b),
    },
    isShown ? witness : undefined,
  );
}

/** Every key lies in the middle of the queries that are nearest to it; several heads share these among them. */
function keysOf(truncation: Truncation, a: number, b: number): Pick<PicturedNetwork, 'cells' | 'weights'> {
  const count = truncationCells(truncation);
  const width = (b - a) / count;
  if (truncation.kind === 'multi') return { cells: [{ lower: a - width / 2, width, count: count + 1 }] };
  const cells: PicturedCells = { lower: a + (keyOffset(truncation.keys) - 0.5) * width, width, count };
  const beta = evaluateConstant(truncation.inverseTemperature.expression, float64System);
  return { cells: [cells], weights: (_, y) => approxAxisWeights(cells, 2 * beta, y) };
}
