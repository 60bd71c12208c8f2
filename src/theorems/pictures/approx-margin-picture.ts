/** The two best scores of a max-affine partition along one axis: they meet at every border of two cells. */
import type Big from 'big.js';
import { approxFunctionPicture } from './approx-truncation-picture.js';
import type { Picture } from './picture.js';

export interface MarginAxis {
  readonly lower: string;
  readonly width: string;
  readonly cells: number;
}

/** On the other axes the point stays at a centre, where the runner-up is behind by `s²/2`. `border` is looked at. */
export function approxMarginPicture(axes: readonly MarginAxis[], along: number, border: Big): Picture | undefined {
  const { cells: count, ...ends } = axes[along]!;
  const [lower, width] = [Number(ends.lower), Number(ends.width)];
  const centres = Array.from({ length: count }, (_, k) => lower + (k + 0.5) * width);
  const others = axes.filter(({ cells }, t) => t !== along && cells > 1).map((axis) => Number(axis.width) ** 2 / 2);
  const bestTwo = (x: number): readonly [number, number] => {
    const [first, second] = centres.map((c) => c * x - c ** 2 / 2).sort((a, b) => b - a) as [number, number];
    return [first, Math.max(second, ...others.map((behind) => first - behind))];
  };
  const picture = approxFunctionPicture(
    {
      variable: 'x',
      names: ['largest score', 'second largest'],
      domain: [lower, lower + count * width],
      target: (x) => bestTwo(x)[0],
      output: (x) => bestTwo(x)[1],
      cells: [{ lower, width, count }],
    },
    [border.toFixed()],
  );
  return picture?.kind === 'curve' ? { ...picture, difference: 'margin' } : picture;
}
