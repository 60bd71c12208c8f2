/** Certificates of networks that are one softmax layer on a product grid. */
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { certifyLayer, MOST_CERTIFIED_KEYS } from '../../certify/layer-certificate.js';
import { DEFAULT_BOXES, DEFAULT_RELATIVE, MOST_INPUTS, type Certifiable, type Question } from './certifiable.js';

/** A certificate where there is one for the question; `layer` is the one whose error was searched last. */
export function certificateOf(
  { target, norm }: Pick<Question, 'target' | 'norm'>,
  layer: () => MaxAffineLayer,
  keys: number | bigint,
): Pick<Certifiable, 'certificate'> {
  const isSmall = target.domain.length <= MOST_INPUTS && keys <= MOST_CERTIFIED_KEYS;
  if (norm.exponent !== undefined || !isSmall) return {};
  return {
    certificate: ({ lower, upper, witness, solverSeconds }, limits) => {
      const { seconds = Infinity, relative = DEFAULT_RELATIVE, absolute = 0, stop, onProgress } = limits;
      const started = performance.now();
      const enough = lower + Math.max(relative * lower, absolute);
      const found = { lower, upper, witness: witness!, enough };
      return certifyLayer(layer(), target, found, {
        leaves: DEFAULT_BOXES,
        stop: (done) => {
          onProgress?.({ lower, upper, boxes: 0, done, stage: 'certificate' });
          return stop?.() === true || performance.now() - started > 1000 * (seconds - solverSeconds);
        },
      });
    },
  };
}
