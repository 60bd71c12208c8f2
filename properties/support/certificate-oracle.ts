/**
 * What is true of a certificate, found another way: every key of every head summed, in intervals of 60 digits, at single
 * points. It shares nothing with the checker and no shortcut with the solver.
 */
import { evaluate } from '../../src/expression/evaluate.js';
import type { Expression } from '../../src/expression/expression.js';
import { decimalIntervalSystem, type DecimalInterval } from '../../src/numeric/decimal-interval.js';
import type {
  Certificate,
  CertificateAttention,
  CertificateLayer,
  CertificateTruncation,
  Tape,
  TextInterval,
} from '../../src/certificate/certificate.js';

const system = decimalIntervalSystem(60);

const expressionOf = (tape: Tape): Expression => tape as unknown as Expression;
const valueOf = (tape: Tape): DecimalInterval => evaluate(expressionOf(tape), system, [])[0]!;
const number = (text: string): DecimalInterval =>
  text.startsWith('-') ? system.neg(system.literal(text.slice(1))) : system.literal(text);
const sum = (terms: readonly DecimalInterval[]): DecimalInterval =>
  terms.reduce((a, b) => system.add(a, b), system.literal('0'));

function interval([lower, upper]: TextInterval): DecimalInterval {
  const [lo, hi] = [number(lower), number(upper)];
  if (system.less(hi, lo) === true) throw new RangeError('an interval is empty');
  return system.hull(lo, hi);
}

interface Axis {
  readonly centres: readonly DecimalInterval[];
}

function axisOf({ lower, upper, cells }: CertificateLayer['axes'][number]): Axis {
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

/** The values of a column of rows, or of a row of columns, with what a mask lets in from the others of its kind. */
function mixed(
  values: readonly DecimalInterval[],
  mask: DecimalInterval,
  isOther: (r: number, other: number) => boolean,
): readonly DecimalInterval[] {
  const weak = system.exp(system.neg(mask));
  return values.map((own, r) => {
    const rest = values.filter((_, other) => other !== r && isOther(r, other));
    const share = system.div(weak, system.add(system.literal('1'), system.mul(system.fromNumber(rest.length), weak)));
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

/** Softmax of `−half·distance²` for every key: the weights relative to the largest. */
function softmax(half: DecimalInterval, squares: readonly DecimalInterval[]): readonly DecimalInterval[] {
  const nearest = squares.reduce((best, square) => (system.less(square, best) === true ? square : best));
  const weights = squares.map((square) => system.exp(system.mul(half, system.sub(nearest, square))));
  const mass = sum(weights);
  return weights.map((weight) => system.div(weight, mass));
}

function layerAt({ target, layer }: Certificate, x: readonly DecimalInterval[]): readonly DecimalInterval[] {
  const { values, shape, mask, inverseTemperature } = layer!;
  const axes = layer!.axes.map(axisOf);
  const cells = cellsOf(axes);
  const squares = cells.map((cell) =>
    sum(cell.map((k, t) => system.powInteger(system.sub(x[t]!, axes[t]!.centres[k]!), 2))),
  );
  const weights = softmax(system.div(valueOf(inverseTemperature), system.literal('2')), squares);
  const keys = cells.map((cell, j) => {
    if (typeof values === 'object' && 'intervals' in values) {
      const count = target.outputs.length;
      return values.intervals.slice(j * count, (j + 1) * count).map(interval);
    }
    const centre = cell.map((k, t) => axes[t]!.centres[k]!);
    return evaluate(expressionOf(values === 'target' ? target : values), system, centre);
  });
  const all = keys.map((key) => mixed(key, valueOf(mask), (r, other) => r % shape.width === other % shape.width));
  return target.outputs.map((_, r) => sum(all.map((key, j) => system.mul(weights[j]!, key[r]!))));
}

/** `T(y)`: every head by itself. */
export function truncationAt(truncation: CertificateTruncation, y: DecimalInterval): DecimalInterval {
  const { cells, offset, heads } = truncation;
  const [a, b, beta] = [truncation.lower, truncation.upper, truncation.inverseTemperature].map(interval) as [
    DecimalInterval,
    DecimalInterval,
    DecimalInterval,
  ];
  const key = (k: number): DecimalInterval =>
    system.add(
      a,
      system.div(system.mul(system.sub(b, a), system.fromNumber(offset + 2 * k)), system.fromNumber(2 * cells)),
    );
  return sum(
    heads.map(({ keys: [first, last], values: [from, to] }) => {
      const places = Array.from({ length: last - first + 1 }, (_, j) => key(first + j));
      const squares = places.map((place) => system.powInteger(system.sub(y, place), 2));
      return sum(
        softmax(beta, squares).map((weight, j) =>
          first + j < from || first + j > to
            ? system.literal('0')
            : system.mul(weight, system.min(b, system.max(a, places[j]!))),
        ),
      );
    }),
  );
}

function attentionAt(
  { truncation, terms, constants, second }: CertificateAttention,
  x: readonly DecimalInterval[],
): readonly DecimalInterval[] {
  const passed = terms.map(({ weights, offset }) =>
    truncationAt(
      truncation,
      system.add(interval(offset), sum(weights.map((weight, t) => system.mul(interval(weight), x[t]!)))),
    ),
  );
  const sums = constants.map((constant, r) =>
    system.add(
      interval(constant),
      sum(terms.map(({ coefficients }, m) => system.mul(interval(coefficients[r]!), passed[m]!))),
    ),
  );
  if (second === undefined) return sums;
  const outputs = sums.map((z) => truncationAt(second.truncation, z));
  const column = (r: number): number => Math.floor(r / second.rows);
  return mixed(outputs, interval(second.mask), (r, other) => column(r) === column(other));
}

/** `|Y_r − f_r|` at a point of the domain, for every entry; throws for a document that is none. */
export function errorsAt(certificate: Certificate, point: readonly string[]): readonly DecimalInterval[] {
  const { target, domain, attention, layer } = certificate;
  const x = point.map((text, t) => coordinateOn(domain[t]!, text));
  const read = attention === undefined ? x : attentionAt(attention, x);
  const outputs = layer === undefined ? read : layerAt(certificate, read);
  return evaluate(expressionOf(target), system, x).map((wanted, r) => system.abs(system.sub(outputs[r]!, wanted)));
}

/** The error of the worst entry at a point, known from below, as decimal text. */
export function errorBelow(certificate: Certificate, point: readonly string[]): string {
  const worst = errorsAt(certificate, point).reduce((a, b) => system.max(a, b));
  return worst.lo.toString();
}
