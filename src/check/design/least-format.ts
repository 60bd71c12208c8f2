/**
 * The least floating-point format in which a layer still meets its tolerance: the error of the exact layer and the bound of what
 * evaluating it in the format adds, for every input that is a number of the format, are at most the tolerance together.
 */
import { domainBoxes } from '../../approximation/box.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { ConstructionError } from '../../constructions/construction.js';
import type { Target } from '../../expression/target.js';
import { boundFormatError } from '../../formats/error-bound.js';
import { defaultEvaluation, type EvaluationOptions } from '../../formats/evaluation-options.js';
import type { Format } from '../../formats/format.js';
import { bfloat16, float16, float32, fp8e4m3, fp8e5m2 } from '../../formats/formats.js';
import { float64 } from '../../formats/float64.js';
import { requireStorable, StoredLayer } from '../../formats/stored-layer.js';
import { valueBounds } from '../../formats/value-bounds.js';
import { scoreForms } from '../audit-options.js';
import type { Built } from './candidate.js';

/** Least first. */
const FORMATS: readonly Format<number>[] = [fp8e4m3, fp8e5m2, bfloat16, float16, float32, float64];

export interface LeastFormat {
  /** `none`: in no format is the bound within the tolerance. */
  readonly name: string;
  /** The form of scores; as published where that is enough. */
  readonly scores?: EvaluationOptions['scores'];
}

/** Of the largest error that is looked for again, where the one that is known leaves rounding too little. */
const RELATIVE = 0.01;
const BOXES = { least: 1024, perKey: 2, most: 50_000 };

/**
 * For the largest error. `upper`: at least that of the exact layer; it is enclosed once more, within a number of boxes, if that may
 * make a difference. Undefined for a layer that is too large to be stored.
 */
export function leastFormat(
  built: Pick<Built, 'layer' | 'certifiable'>,
  target: Target,
  { upper, tolerance, stop }: { readonly upper: number; readonly tolerance: number; readonly stop?: () => boolean },
): LeastFormat | undefined {
  const { layer, certifiable } = built;
  const keys = Number(certifiable.keys);
  if (!isStorable(keys)) return undefined;
  const known = formatFor(layer, target, upper, tolerance);
  // No enclosure makes it better than for an exact layer without an error.
  if (known.name === formatFor(layer, target, 0, tolerance).name) return known;
  const boxes = Math.min(BOXES.most, Math.max(BOXES.least, BOXES.perKey * keys));
  const found = certifiable.search({ relative: RELATIVE, boxes, ...(stop === undefined ? {} : { stop }) });
  return found.upper < upper ? formatFor(layer, target, found.upper, tolerance) : known;
}

function formatFor(layer: MaxAffineLayer, target: Target, upper: number, tolerance: number): LeastFormat {
  const domain = domainBoxes(target).outer;
  const values = valueBounds(layer, target);
  for (const format of FORMATS) {
    for (const scores of scoreForms) {
      const evaluation = { ...defaultEvaluation, scores };
      const stored = new StoredLayer(format, layer, evaluation);
      if (boundFormatError(stored, evaluation, domain, values, upper).total <= tolerance) {
        return { name: format.name, scores };
      }
    }
  }
  return { name: 'none' };
}

function isStorable(keys: number): boolean {
  try {
    requireStorable(keys);
    return true;
  } catch (error) {
    if (error instanceof ConstructionError) return false;
    throw error;
  }
}
