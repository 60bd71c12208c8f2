/** Targets and layers as certificates describe them. */
import { axisValues, type GridAxis } from '../approximation/grid.js';
import { isPointAxis } from '../attention/axis-weights.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type {
  Certificate,
  CertificateInterval,
  CertificateLayer,
  CertificateValues,
  Tape,
} from '../certificate/certificate.js';
import type { Expression } from '../expression/expression.js';
import { sharpen } from '../expression/sharpen.js';
import type { DomainAxis, Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactDecimal } from '../numeric/decimal-text.js';

const system = decimalIntervalSystem(40);

export function describeTarget({ expression, domain }: Target): Pick<Certificate, 'target' | 'domain'> {
  return {
    target: tapeOf(sharpen(expression)),
    domain: domain.map((axis) => intervalOf(axis, isPoint({ axis, cells: 1 }))),
  };
}

export function describeLayer(layer: MaxAffineLayer, target: Target): CertificateLayer {
  const { grid, inverseTemperature, mask, shape } = layer;
  return {
    axes: grid.axes.map((axis) => ({ ...intervalOf(axis.axis, isPoint(axis)), cells: axis.cells })),
    inverseTemperature: tapeOf(inverseTemperature.expression),
    mask: tapeOf(mask.expression),
    shape: { width: shape.width, tokens: shape.tokens },
    values: valuesOf(layer, target),
  };
}

/** Is it seen at 40 digits that the axis is a single point? */
export function isPoint(axis: GridAxis): boolean {
  return isPointAxis(system, axis, axisValues(system, axis));
}

/** Both ends; of an axis that is a single point its lower end twice, which says so. */
function intervalOf({ lower, upper }: DomainAxis, isPoint: boolean): CertificateInterval {
  const ends = tapeOf(lower.expression);
  return { lower: ends, upper: isPoint ? ends : tapeOf(upper.expression) };
}

function tapeOf({ inputs, nodes, outputs }: Expression): Tape {
  return { inputs, nodes, outputs };
}

function valuesOf({ values, averages }: MaxAffineLayer, { expression }: Target): CertificateValues {
  if (averages === undefined) return values === expression ? 'target' : tapeOf(values);
  const { ends } = averages;
  return {
    intervals: Array.from({ length: ends.length / 2 }, (_, i) => [
      exactDecimal(ends[2 * i]!),
      exactDecimal(ends[2 * i + 1]!),
    ]),
  };
}
