/** What an audit is asked: formats, and how programs are supposed to evaluate the layer. */
import { accumulations, type Accumulation } from '../formats/accumulate.js';
import type { EvaluationOptions } from '../formats/evaluation-options.js';
import { formatNames, formatOf, type AnyFormat } from '../formats/formats.js';
import { softmaxAlgorithms, type SoftmaxAlgorithm } from '../formats/softmax-mean.js';
import { ConstructionError } from '../constructions/construction.js';
import type { ConstructionParameters } from './constructions/parameters.js';
import { didYouMean, nearestNames } from './select-claims.js';

/** The forms of scores that are audited, in this order. */
export const scoreForms = ['uncentred', 'centred'] as const;

export interface AuditOptions extends ConstructionParameters {
  /** Default: `max-affine`. */
  readonly construction?: string;
  /** Names of formats; default: float64, float32, float16, bfloat16. */
  readonly formats?: readonly string[];
  /** Default: both. */
  readonly scores?: EvaluationOptions['scores'];
  /** Default: `shifted`. */
  readonly softmax?: SoftmaxAlgorithm;
  /** Default: `sequential`. */
  readonly accumulation?: Accumulation;
  readonly fma?: boolean;
  /** Are remedies tried for what fails? Default: yes. */
  readonly remedies?: boolean;
  /** Noise in the weights, relative to the largest entry of each matrix: decimal text. */
  readonly noise?: readonly string[];
  /** Default: `folded`. */
  readonly scale?: EvaluationOptions['scale'];
}

const DEFAULT_FORMATS = ['float64', 'float32', 'float16', 'bfloat16'];

/** The formats that were asked for. Throws `ConstructionError` `parameter` for a name of none. */
export function requireFormats(names: readonly string[] = DEFAULT_FORMATS): readonly AnyFormat[] {
  return [...new Set(names)].map((name) => {
    const format = formatOf(name);
    if (format !== undefined) return format;
    throw new ConstructionError({
      code: 'parameter',
      found: `the format ${name}`,
      required: `there is none of that name; there are ${formatNames.join(', ')} with K from 2 to 100`,
      remedy: `Give some of these, separated by commas.${didYouMean(nearestNames(name, [...formatNames]))}`,
    });
  });
}

/** How the layer is evaluated, once for every form of scores that was asked for. */
export function evaluationsOf(options: AuditOptions): readonly EvaluationOptions[] {
  const { softmax = 'shifted', accumulation = 'sequential', fma = false, scale = 'folded' } = options;
  const known = softmaxAlgorithms.includes(softmax) && accumulations.includes(accumulation);
  // The library may be called without type checking.
  if (!known) throw new RangeError(`there is no softmax ${softmax} with ${accumulation} sums`);
  const forms = options.scores === undefined ? scoreForms : [options.scores];
  return forms.map((scores) => ({ softmax, accumulation, fma, scale, scores }));
}
