/** Targets of key and query tokens: how they are drawn and shrunk. */
import type { MatrixShape } from '../../expression/target.js';
import type { CrossFunction, CrossReading, CrossTargetDescription } from '../cross-description.js';
import type { DomainDescription, ScalarFamilyName, ScalarFunction } from '../description.js';
import type { ByValue } from './by-value-arbitrary.js';
import { combineModuli } from './combine-moduli.js';
import { drawDomain, isDomain, simplifyAxes, type InputCount } from './domain-engine.js';
import { chance, pick, repeat, type Random } from './draw.js';
import { isEqualData } from './equal-data.js';
import { select } from './parameters.js';
import { familyNamed, familyOf } from './scalar-families.js';
import { withModulus, type TargetLimits } from './scalar-target.js';
import { simplifyEntry } from './sequence-target.js';
import { shorterSelections, simplifyItems } from './simplify.js';

const SIZES = [1, 2] as const;
const SHAPES: readonly MatrixShape[] = SIZES.flatMap((width) => SIZES.map((tokens) => ({ width, tokens })));
const SCALAR: MatrixShape = { width: 1, tokens: 1 };

interface CrossShape {
  readonly key: MatrixShape;
  readonly query: MatrixShape;
}

const sizeOf = ({ width, tokens }: MatrixShape): number => width * tokens;

/** The pairs of shapes whose number of inputs is allowed. Throws `RangeError` when there is none. */
export function crossShapes({ min, max }: InputCount): readonly CrossShape[] {
  const pairs = SHAPES.flatMap((key) => SHAPES.map((query) => ({ key, query })));
  const allowed = pairs.filter(({ key, query }) => {
    const inputs = sizeOf(key) + sizeOf(query);
    return inputs >= min && inputs <= max;
  });
  if (allowed.length === 0) {
    throw new RangeError(`keys and queries have 2, 3, 4, 5, 6 or 8 inputs: none of these is from ${min} to ${max}`);
  }
  return allowed;
}

/** Indices of the inputs that a function reads. */
export function inputsRead({ key, query, reads }: CrossShape & { readonly reads: CrossReading }): readonly number[] {
  const [keys, queries] = [sizeOf(key), sizeOf(query)];
  const first = reads === 'queries' ? keys : 0;
  const count = reads === 'both' ? keys + queries : reads === 'keys' ? keys : queries;
  return repeat(count, (index) => first + index);
}

/** The map on a domain; its modulus, of the inputs read and so of all, is the largest of its entries'. */
export function describeCross(
  domain: DomainDescription,
  { key, query, reads, output, entries }: CrossFunction,
): CrossTargetDescription {
  const modulus = combineModuli(entries.map((entry) => familyOf(entry).modulus(entry)));
  const value: CrossFunction = { family: 'cross', key, query, reads, output, entries };
  return withModulus({ family: 'cross', domain }, value, domain, modulus);
}

/** Half of the functions read keys and queries, a quarter each the keys or the queries alone. */
const READINGS = ['both', 'both', 'keys', 'queries'] as const;

function drawCross(
  random: Random,
  shapes: readonly CrossShape[],
  families: readonly ScalarFamilyName[],
  onePointAxes: boolean,
): CrossTargetDescription {
  const { key, query } = pick(random, shapes);
  const reads = pick(random, READINGS);
  const output = chance(random, 1, 2) ? SCALAR : query;
  const domain = drawDomain(random, sizeOf(key) + sizeOf(query), onePointAxes);
  const inner = select(domain, inputsRead({ key, query, reads }));
  const column = () => repeat(output.width, () => familyNamed(pick(random, families)).draw(random, inner));
  const isRepeated = chance(random, 1, 4);
  const first = column();
  const entries = repeat(output.tokens, (token) => (token === 0 || isRepeated ? first : column())).flat();
  return describeCross(domain, { family: 'cross', key, query, reads, output, entries });
}

/** One entry alone, fewer key or query tokens, smaller widths, a simpler box, simpler entries. */
function* simplifyCross(
  target: CrossTargetDescription,
  fewest: number,
  families: readonly ScalarFamilyName[],
): Iterable<CrossTargetDescription> {
  const { domain, entries, reads, output } = target;
  if (sizeOf(output) > 1) {
    for (const entry of entries) yield describeCross(domain, { ...target, output: SCALAR, entries: [entry] });
  }
  yield* fewerInputs(target, fewest);
  // A constant reads nothing, so it may be said to read everything.
  if (reads !== 'both' && entries.every(({ family }) => family === 'constant')) {
    yield describeCross(domain, { ...target, reads: 'both' });
  }
  const read = inputsRead(target);
  const inner = select(domain, read);
  for (const simpler of simplifyAxes(domain)) {
    const moved = entries.map((entry) => familyOf(entry).move(entry, inner, select(simpler, read)));
    yield describeCross(simpler, { ...target, entries: moved });
    if (moved.some((entry, index) => entry !== entries[index])) yield describeCross(simpler, target);
  }
  const simplifyEntries = simplifyItems<ScalarFunction>((entry) => simplifyEntry(entry, inner, families));
  for (const simpler of simplifyEntries(entries)) yield describeCross(domain, { ...target, entries: simpler });
}

function* fewerInputs(target: CrossTargetDescription, fewest: number): Iterable<CrossTargetDescription> {
  const { domain, key, query, entries } = target;
  const read = inputsRead(target);
  const queryStart = sizeOf(key);
  const keeping = (shape: Partial<CrossShape>, kept: readonly number[]) => {
    const places = kept.flatMap((input) => (read.includes(input) ? [read.indexOf(input)] : []));
    const selected = entries.map((entry) => familyOf(entry).selectInputs(entry, places));
    return describeCross(select(domain, kept), { ...target, ...shape, entries: selected });
  };
  const all = (count: number, start = 0) => repeat(count, (index) => start + index);
  for (const [smaller, inside] of smallerShapes(key)) {
    if (sizeOf(smaller) + sizeOf(query) < fewest) continue;
    yield keeping({ key: smaller }, [...inside, ...all(sizeOf(query), queryStart)]);
  }
  for (const [smaller, inside] of smallerShapes(query)) {
    if (sizeOf(smaller) + sizeOf(key) < fewest) continue;
    yield keeping({ query: smaller }, [...all(queryStart), ...inside.map((index) => queryStart + index)]);
  }
}

/** A token or a row less, with the indices of the entries that are left. */
function* smallerShapes({ width, tokens }: MatrixShape): Iterable<readonly [MatrixShape, readonly number[]]> {
  const all = (count: number) => repeat(count, (index) => index);
  const entries = (keptTokens: readonly number[], keptRows: readonly number[]) =>
    keptTokens.flatMap((token) => keptRows.map((row) => token * width + row));
  for (const kept of shorterSelections(tokens, 1)) {
    yield [{ width, tokens: kept.length }, entries(kept, all(width))];
  }
  for (const kept of shorterSelections(width, 1)) {
    yield [{ width: kept.length, tokens }, entries(all(tokens), kept)];
  }
}

export function crossEngine(
  families: readonly ScalarFamilyName[],
  { inputs, onePointAxes }: TargetLimits,
): ByValue<CrossTargetDescription> {
  const shapes = crossShapes(inputs);
  if (families.length === 0) throw new RangeError('families must not be empty');
  return {
    draw: (random) => drawCross(random, shapes, families, onePointAxes),
    simplify: (target) => simplifyCross(target, inputs.min, families),
    accepts: (value): value is CrossTargetDescription => isCrossTarget(value, shapes, inputs, families),
  };
}

function isCrossTarget(
  value: unknown,
  shapes: readonly CrossShape[],
  inputs: InputCount,
  families: readonly ScalarFamilyName[],
): value is CrossTargetDescription {
  if (typeof value !== 'object' || value === null || !('family' in value) || !('domain' in value)) return false;
  if (value.family !== 'cross' || !isDomain(value.domain, inputs)) return false;
  try {
    // Foreign data of the right name: what does not fit either throws or describes something else.
    const { domain, key, query, output, entries, reads } = value as CrossTargetDescription;
    return (
      shapes.some((shape) => isEqualData(shape, { key, query })) &&
      domain.length === sizeOf(key) + sizeOf(query) &&
      SHAPES.some((shape) => isEqualData(shape, output)) &&
      entries.length === sizeOf(output) &&
      entries.every(({ family }) => families.includes(family)) &&
      READINGS.some((reading) => reading === reads) &&
      isEqualData(describeCross(domain, value as CrossTargetDescription), value)
    );
  } catch {
    return false;
  }
}
