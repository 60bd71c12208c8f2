/** Certificates where there are any for the question. */
import type { Certificate } from '../../certificate/certificate.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import type { BoxError } from '../../certify/box-error.js';
import type { ProofLimits } from '../../certify/grow-tree.js';
import { certifyLayer, MOST_CERTIFIED_KEYS, type FoundError } from '../../certify/layer-certificate.js';
import { DEFAULT_BOXES, DEFAULT_RELATIVE, MOST_INPUTS, type Certifiable, type Question } from './certifiable.js';
import { certifyNetwork, type NetworkDescription } from './network-certificate.js';

type Asked = Pick<Question, 'target' | 'norm'>;
type WithCertificate = Pick<Certifiable, 'certificate'>;

/** Of a network that is one softmax layer on a product grid; `layer` is the one whose error was searched last. */
export function layerCertificate(question: Asked, layer: () => MaxAffineLayer, keys: number | bigint): WithCertificate {
  return certificateOf(question, keys, (found, limits) => certifyLayer(layer(), question.target, found, limits));
}

/** Of a network that begins with truncated attention, whose description there may not be. */
export function networkCertificate(
  question: Asked,
  keys: number | bigint,
  error: BoxError,
  describe: () => NetworkDescription | undefined,
): WithCertificate {
  return certificateOf(question, keys, (found, limits) => {
    const network = describe();
    return network && certifyNetwork(network, question.target, error, found, limits);
  });
}

function certificateOf(
  { target, norm }: Asked,
  keys: number | bigint,
  certify: (found: FoundError, limits: ProofLimits & { readonly seconds: number }) => Certificate | undefined,
): WithCertificate {
  const isSmall = target.domain.length <= MOST_INPUTS && keys <= MOST_CERTIFIED_KEYS;
  if (norm.exponent !== undefined || !isSmall) return {};
  return {
    certificate: ({ lower, upper, witness, solverSeconds }, limits) => {
      const { seconds = Infinity, relative = DEFAULT_RELATIVE, absolute = 0, stop, onProgress } = limits;
      const started = performance.now();
      const rest = seconds - solverSeconds;
      const enough = lower + Math.max(relative * lower, absolute);
      const found = { lower, upper, witness: witness!, enough };
      let isStopped = false;
      const certificate = certify(found, {
        leaves: DEFAULT_BOXES,
        seconds: rest,
        stop: (done) => {
          onProgress?.({ lower, upper, boxes: 0, done, stage: 'certificate' });
          isStopped = stop?.() === true || performance.now() - started > 1000 * rest;
          return isStopped;
        },
      });
      return certificate ?? (isStopped ? 'time' : 'leaves');
    },
  };
}
