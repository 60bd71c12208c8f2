/**
 * What is true of a certificate, found another way: every key summed, in intervals of 60 digits, at single points. It shares
 * nothing with the checker and no shortcut with the solver.
 */
import { evaluate } from '../../src/expression/evaluate.js';
import type { Expression } from '../../src/expression/expression.js';
import { decimalIntervalSystem, type DecimalInterval } from '../../src/numeric/decimal-interval.js';
import type { Certificate, Tape } from '../../src/certificate/certificate.js';

const system = decimalIntervalSystem(60);

const expressionOf = (tape: Tape): Expression => tape as unknown as Expression;
const valueOf = (tape: Tape): DecimalInterval => evaluate(expressionOf(tape), system, [])[0]!;
const number = (text: string): DecimalInterval =>
  text.startsWith('-') ? system.neg(system.literal(text.slice(1))) : system.literal(text);
const sum = (terms: readonly DecimalInterval[]): DecimalInterval =>
  terms.reduce((a, b) => system.add(a, b), system.literal('0'));

interface Axis {
  readonly centres: readonly DecimalInterval[];
}

function axisOf({ lower, upper, cells }: Certificate['layer']['axes'][number]): Axis {
  const from = valueOf(lower);
  if (JSON.stringify(lower) === JSON.stringify(upper)) return { centres: [from] };
  const width = system.div(system.sub(valueOf(upper), from), system.fromNumber(cells));
  const centre = (k: number) => system.add(from, system.mul(system.fromNumber(k + 0.5), width));
  return { centres: Array.from({ length: cells }, (_, k) => centre(k)) };
}

/** All cells, the last axis fastest. */
function cellsOf(axes: readonly Axis[]): readonly (readonly number[])[] {
  return axes.reduce<readonly (readonly number[])[]>(
    (cells, { centres }) => cells.flatMap((cell) => centres.map((_, k) => [...cell, k])),
    [[]],
  );
}

/** The values of a key, with what leaks from the other tokens. */
function mixed({ shape, mask }: Certificate['layer'], values: readonly DecimalInterval[]): readonly DecimalInterval[] {
  const { width, tokens } = shape;
  const weak = system.exp(system.neg(valueOf(mask)));
  const others = system.mul(system.fromNumber(tokens - 1), weak);
  const share = system.div(weak, system.add(system.literal('1'), others));
  return values.map((own, r) => {
    const rest = values.filter((_, other) => other !== r && other % width === r % width);
    return system.add(own, system.mul(share, sum(rest.map((value) => system.sub(value, own)))));
  });
}

/** The coordinate on an axis of the domain, which is the axis itself where that is a point. Throws for one outside. */
function coordinateOn({ lower, upper }: Certificate['domain'][number], text: string): DecimalInterval {
  if (JSON.stringify(lower) === JSON.stringify(upper)) return valueOf(lower);
  const x = number(text);
  const isInside = system.lessOrEqual(valueOf(lower), x) === true && system.lessOrEqual(x, valueOf(upper)) === true;
  if (!isInside) throw new RangeError('the point is not known to lie in the domain');
  return x;
}

/** `|Y_r − f_r|` at a point of the domain, for every entry; throws for a document that is none. */
export function errorsAt({ target, domain, layer }: Certificate, point: readonly string[]): readonly DecimalInterval[] {
  const x = point.map((text, t) => coordinateOn(domain[t]!, text));
  const axes = layer.axes.map(axisOf);
  const half = system.div(valueOf(layer.inverseTemperature), system.literal('2'));
  const cells = cellsOf(axes);
  const squares = cells.map((cell) =>
    sum(cell.map((k, t) => system.powInteger(system.sub(x[t]!, axes[t]!.centres[k]!), 2))),
  );
  const nearest = squares.reduce((best, square) => (system.less(square, best) === true ? square : best));
  const weights = squares.map((square) => system.exp(system.mul(half, system.sub(nearest, square))));
  const { values } = layer;
  const keys = cells.map((cell, j) => {
    if (typeof values === 'object' && 'intervals' in values) {
      const count = target.outputs.length;
      return values.intervals
        .slice(j * count, (j + 1) * count)
        .map(([lower, upper]) => system.hull(number(lower), number(upper)));
    }
    const centre = cell.map((k, t) => axes[t]!.centres[k]!);
    return evaluate(expressionOf(values === 'target' ? target : values), system, centre);
  });
  const all = keys.map((key) => mixed(layer, key));
  const mass = sum(weights);
  return evaluate(expressionOf(target), system, x).map((wanted, r) => {
    const mean = system.div(sum(all.map((key, j) => system.mul(weights[j]!, key[r]!))), mass);
    return system.abs(system.sub(mean, wanted));
  });
}

/** The error of the worst entry at a point, known from below, as decimal text. */
export function errorBelow(certificate: Certificate, point: readonly string[]): string {
  const worst = errorsAt(certificate, point).reduce((a, b) => system.max(a, b));
  return worst.lo.toString();
}
