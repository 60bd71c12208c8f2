/** Sequence-to-sequence targets: how their entries are arranged, drawn and shrunk. */
import type { MatrixShape } from '../../expression/target.js';
import type {
  DomainDescription,
  ScalarFamilyName,
  ScalarFunction,
  SequenceFunction,
  SequenceTargetDescription,
} from '../description.js';
import { combineModuli } from './combine-moduli.js';
import { drawDomain, isDomain, simplifyAxes, type InputCount } from './domain-engine.js';
import { pick, repeat, type Random } from './draw.js';
import { select } from './parameters.js';
import { familyNamed, familyOf } from './scalar-families.js';
import { withModulus, type TargetLimits } from './scalar-target.js';
import { shorterSelections, simplifyItems, type Simplify } from './simplify.js';

const WIDTHS = [1, 2] as const;
const TOKENS = [1, 2, 3] as const;

/** The shapes whose number of inputs is allowed. Throws `RangeError` when there is none. */
export function sequenceShapes({ min, max }: InputCount): readonly MatrixShape[] {
  const shapes = WIDTHS.flatMap((width) => TOKENS.map((tokens) => ({ width, tokens })));
  const allowed = shapes.filter(({ width, tokens }) => width * tokens >= min && width * tokens <= max);
  if (allowed.length === 0) {
    throw new RangeError(`sequences have 1, 2, 3, 4 or 6 inputs: none of these is from ${min} to ${max}`);
  }
  return allowed;
}

/** The map on a domain; its modulus is the largest of its entries'. */
export function describeSequence(domain: DomainDescription, value: SequenceFunction): SequenceTargetDescription {
  const modulus = combineModuli(value.entries.map((entry) => familyOf(entry).modulus(entry)));
  return withModulus({ family: 'sequence', domain }, value, domain, modulus);
}

/** Functions of one column, given the number of the column. */
type Arrangement = (column: number) => readonly ScalarFunction[];

/**
 * How the columns of the value hang together; with one token they are all alike.
 *
 * - independent columns;
 * - equal columns (nothing leaks through an attention mask);
 * - the columns of the input in another order, where piecewise-linear entries are allowed;
 * - constant but unequal columns (a constant map leaks all the same), where constant entries are allowed.
 */
function drawArrangement(
  random: Random,
  domain: DomainDescription,
  { width, tokens }: MatrixShape,
  families: readonly ScalarFamilyName[],
): Arrangement {
  const entry = () => familyNamed(pick(random, families)).draw(random, domain);
  const independent: Arrangement = () => repeat(width, entry);
  const equal = (): Arrangement => {
    const column = repeat(width, entry);
    return () => column;
  };
  const permuted = (): Arrangement => {
    const shift = random.nextInt(1, tokens);
    return (column) => repeat(width, (row) => coordinate(((column + shift) % tokens) * width + row, domain.length));
  };
  const unequalConstants = (): Arrangement => {
    const first = random.nextInt(-3, 3);
    return (column) => repeat(width, (row) => ({ family: 'constant', value: String(first + column + 2 * row) }));
  };
  const arrangements = [() => independent, () => independent, equal];
  if (families.includes('piecewise-linear')) arrangements.push(permuted);
  if (families.includes('constant')) arrangements.push(unequalConstants);
  return pick(random, arrangements)();
}

/** The function that returns one of its inputs. */
function coordinate(index: number, inputs: number): ScalarFunction {
  const weights = repeat(inputs, (axis) => (axis === index ? '1' : '0'));
  return { family: 'piecewise-linear', groups: [[{ weights, constant: '0' }]] };
}

export function drawSequenceTarget(
  random: Random,
  shapes: readonly MatrixShape[],
  families: readonly ScalarFamilyName[],
  { onePointAxes }: TargetLimits,
): SequenceTargetDescription {
  const shape = pick(random, shapes);
  const domain = drawDomain(random, shape.width * shape.tokens, onePointAxes);
  const arrangement = drawArrangement(random, domain, shape, families);
  return describeSequence(domain, {
    family: 'sequence',
    shape,
    entries: repeat(shape.tokens, arrangement).flat(),
  });
}

/** Fewer tokens, a smaller width, a simpler box, then simpler entries. */
export function simplifySequenceTarget(
  fewestInputs: number,
  families: readonly ScalarFamilyName[],
): Simplify<SequenceTargetDescription> {
  return function* (target) {
    const { domain, shape, entries } = target;
    yield* fewerInputs(target, fewestInputs);
    for (const simpler of simplifyAxes(domain)) {
      const moved = entries.map((entry) => familyOf(entry).move(entry, domain, simpler));
      yield describeSequence(simpler, { family: 'sequence', shape, entries: moved });
      if (moved.some((entry, index) => entry !== entries[index])) yield describeSequence(simpler, target);
    }
    const simplifyEntries = simplifyItems<ScalarFunction>((entry) => simplifyEntry(entry, domain, families));
    for (const simpler of simplifyEntries(entries)) yield describeSequence(domain, { ...target, entries: simpler });
  };
}

function* fewerInputs(
  { domain, shape, entries }: SequenceTargetDescription,
  fewest: number,
): Iterable<SequenceTargetDescription> {
  const { width, tokens } = shape;
  const keeping = (keptTokens: readonly number[], keptRows: readonly number[]) => {
    const kept = keptTokens.flatMap((token) => keptRows.map((row) => token * width + row));
    return describeSequence(select(domain, kept), {
      family: 'sequence',
      shape: { width: keptRows.length, tokens: keptTokens.length },
      entries: select(entries, kept).map((entry) => familyOf(entry).selectInputs(entry, kept)),
    });
  };
  const all = (count: number) => repeat(count, (index) => index);
  for (const kept of shorterSelections(tokens, Math.ceil(fewest / width))) yield keeping(kept, all(width));
  for (const kept of shorterSelections(width, Math.ceil(fewest / tokens))) yield keeping(all(tokens), kept);
}

/** The constants 0 and 1, where they are allowed, then simpler functions of the same family. */
export function* simplifyEntry(
  entry: ScalarFunction,
  domain: DomainDescription,
  families: readonly ScalarFamilyName[],
): Iterable<ScalarFunction> {
  if (entry.family !== 'constant' && families.includes('constant')) {
    yield { family: 'constant', value: '0' };
    // Where two entries must differ.
    yield { family: 'constant', value: '1' };
  }
  yield* familyOf(entry).simplify(entry, domain);
}

/** Is this the data of a sequence-to-sequence target? */
export function isSequenceTarget(value: unknown, inputs: InputCount): value is SequenceTargetDescription {
  if (typeof value !== 'object' || value === null || !('family' in value) || !('domain' in value)) return false;
  return value.family === 'sequence' && isDomain(value.domain, inputs);
}
