/**
 * From text that may come from anywhere to a certificate whose shape and sizes are as docs/certificate.md says.
 *
 * Members are looked for among an object's own, and there are none but those named here; every index is in its range.
 * What is wrong is thrown as a `Rejection` that says where.
 */
import type { Certificate, CertificateInterval, CERTIFICATE_SCHEMA, Tape } from '../certificate/certificate.js';
import { isDecimal } from './decimal.js';
import { isConstant } from './functions.js';
import { isPoint } from './interval-ends.js';
import { Rejection } from './rejection.js';
import { BINARY, COMPARISON, UNARY } from './tape.js';

const SCHEMA: typeof CERTIFICATE_SCHEMA = 'softproof/certificate@1';

/** More is refused. */
const MOST = {
  characters: 2 ** 26,
  depth: 64,
  nodes: 100_000,
  inputs: 10,
  parts: 2 ** 31,
  values: 2 ** 22,
  keys: 2 ** 17,
  bands: 16,
  windowKeys: 2 ** 17,
  leaves: 2 ** 26,
  exponent: 2 ** 31,
} as const;

type Members = Readonly<Record<string, unknown>>;
type Check = (value: unknown, where: string) => void;

function fail(where: string, problem: string): never {
  throw new Rejection(`${where} ${problem}`);
}

function members(value: unknown, where: string, names: readonly string[], optional?: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(where, 'is not an object');
  for (const name of names) {
    if (!Object.hasOwn(value, name)) fail(where, `has no member ${name}`);
  }
  for (const name of Object.keys(value)) {
    if (!names.includes(name) && name !== optional) fail(where, `has a member ${JSON.stringify(name.slice(0, 40))}`);
  }
  return value as Members;
}

function list(value: unknown, where: string, least: number, most: number, check: Check): readonly unknown[] {
  if (!Array.isArray(value)) fail(where, 'is not a list');
  if (value.length < least || value.length > most) {
    fail(where, `has ${value.length} entries instead of ${least === most ? least : `${least} to ${most}`}`);
  }
  value.forEach((item, i) => check(item, `${where}[${i}]`));
  return value;
}

function integer(value: unknown, where: string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    fail(where, `is not an integer from ${least} to ${most}`);
  }
  return value;
}

const integers =
  (least: number, most: number): Check =>
  (value, where) =>
    void integer(value, where, least, most);

const number: Check = (value, where) => {
  if (!isDecimal(value, true)) fail(where, 'is not a decimal number of moderate length');
};

/** Beside `op` and `args`, what nodes of an operator have. */
const EXTRA = new Map([
  ['literal', 'text'],
  ['constant', 'name'],
  ['input', 'index'],
  ['powInteger', 'exponent'],
]);

/** What an operator takes: numbers or truth values. */
function argumentTypes(op: string): string | undefined {
  if (op === 'powInteger' || Object.hasOwn(UNARY, op)) return 'n';
  if (Object.hasOwn(BINARY, op) || Object.hasOwn(COMPARISON, op)) return 'nn';
  if (op === 'not') return 't';
  if (op === 'and' || op === 'or') return 'tt';
  if (op === 'select') return 'tnn';
  return EXTRA.has(op) ? '' : undefined;
}

const isTruth = (op: string): boolean => op === 'not' || op === 'and' || op === 'or' || Object.hasOwn(COMPARISON, op);

class Reader {
  private nodes = 0;

  /** A tape of `inputs` inputs and `outputs` outputs, or any positive number of either. */
  tape(value: unknown, where: string, inputs?: number, outputs?: number): Tape {
    const tape = members(value, where, ['inputs', 'nodes', 'outputs']);
    const arity = integer(tape['inputs'], `${where}.inputs`, inputs ?? 1, inputs ?? MOST.inputs);
    const types: string[] = [];
    list(tape['nodes'], `${where}.nodes`, 1, MOST.nodes - this.nodes, (node, at) => {
      types.push(this.node(node, at, arity, types));
    });
    this.nodes += types.length;
    list(tape['outputs'], `${where}.outputs`, outputs ?? 1, outputs ?? MOST.values, (output, at) => {
      if (types[integer(output, at, 0, types.length - 1)] !== 'n') fail(at, 'is not a number');
    });
    return value as Tape;
  }

  /** The type of a node after those of `types`. */
  private node(value: unknown, where: string, inputs: number, types: readonly string[]): string {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'op')) fail(where, 'has no operator');
    const { op } = value as Members;
    const wanted = typeof op === 'string' ? argumentTypes(op) : undefined;
    if (typeof op !== 'string' || wanted === undefined) fail(where, 'has an operator that is not known');
    const extra = EXTRA.get(op);
    const node = members(value, where, extra === undefined ? ['op', 'args'] : ['op', 'args', extra]);
    const args = list(node['args'], `${where}.args`, wanted.length, wanted.length, integers(0, types.length - 1));
    args.forEach((arg, i) => {
      const type = types[arg as number];
      if (type !== wanted[i]) fail(`${where}.args[${i}]`, `is a ${type === 'n' ? 'number' : 'truth value'}`);
    });
    if (op === 'literal' && !isDecimal(node['text'], false)) fail(where, 'is not a decimal number without a sign');
    if (op === 'constant' && !isConstant(node['name'])) fail(where, 'is a constant that is not known');
    if (op === 'input') integer(node['index'], `${where}.index`, 0, inputs - 1);
    if (op === 'powInteger') integer(node['exponent'], `${where}.exponent`, -MOST.exponent, MOST.exponent);
    return isTruth(op) ? 't' : 'n';
  }

  interval(value: unknown, where: string, also: readonly string[] = []): Members {
    const interval = members(value, where, ['lower', 'upper', ...also]);
    this.tape(interval['lower'], `${where}.lower`, 0, 1);
    this.tape(interval['upper'], `${where}.upper`, 0, 1);
    return interval;
  }

  layer(value: unknown, inputs: number, outputs: number): void {
    const layer = members(value, 'layer', ['axes', 'inverseTemperature', 'mask', 'shape', 'values']);
    let count = outputs;
    list(layer['axes'], 'layer.axes', inputs, inputs, (axis, where) => {
      const { cells } = this.interval(axis, where, ['cells']);
      const keys = integer(cells, `${where}.cells`, 1, MOST.parts);
      count *= isPoint(axis as CertificateInterval) ? 1 : keys;
    });
    if (count > MOST.values) fail('layer', `has more than ${MOST.values} values`);
    this.tape(layer['inverseTemperature'], 'layer.inverseTemperature', 0, 1);
    this.tape(layer['mask'], 'layer.mask', 0, 1);
    const shape = members(layer['shape'], 'layer.shape', ['width', 'tokens']);
    const width = integer(shape['width'], 'layer.shape.width', 1, outputs);
    const tokens = integer(shape['tokens'], 'layer.shape.tokens', 1, outputs);
    if (width * tokens !== outputs)
      fail('layer.shape', `is ${width} × ${tokens}, and the target has ${outputs} outputs`);
    this.values(layer['values'], inputs, outputs, count);
  }

  private values(values: unknown, inputs: number, outputs: number, count: number): void {
    const where = 'layer.values';
    if (values === 'target') return;
    if (typeof values !== 'object' || values === null || !Object.hasOwn(values, 'intervals')) {
      this.tape(values, where, inputs, outputs);
      return;
    }
    const { intervals } = members(values, where, ['intervals']);
    list(intervals, `${where}.intervals`, count, count, (pair, at) => interval(pair, at));
  }
}

const interval: Check = (value, where) => void list(value, where, 2, 2, number);

/** Heads in order: every key up to the last is read, and its value counts, in one of them. */
function heads(value: unknown, where: string): void {
  let next = 0;
  list(value, where, 1, MOST.keys, (head, at) => {
    const { keys, values } = members(head, at, ['keys', 'values']);
    const [from, to] = list(values, `${at}.values`, 2, 2, integers(0, MOST.keys - 1)) as readonly number[];
    const [first, last] = list(keys, `${at}.keys`, 2, 2, integers(0, MOST.keys - 1)) as readonly number[];
    if (from !== next || to! < from) fail(`${at}.values`, `does not go on from key ${next}`);
    if (first! > from || last! < to!) fail(at, 'has values of keys that it does not read');
    next = to! + 1;
  }).forEach((head, i) => {
    if ((head as { keys: readonly number[] }).keys[1]! >= next) fail(`${where}[${i}]`, 'reads keys that have no value');
  });
}

function truncation(value: unknown, where: string): void {
  const names = ['lower', 'upper', 'cells', 'offset', 'inverseTemperature', 'heads'];
  const truncation = members(value, where, names);
  for (const name of ['lower', 'upper', 'inverseTemperature']) interval(truncation[name], `${where}.${name}`);
  integer(truncation['cells'], `${where}.cells`, 1, MOST.parts);
  integer(truncation['offset'], `${where}.offset`, -MOST.parts, MOST.parts);
  heads(truncation['heads'], `${where}.heads`);
}

/** Attention with so many sums: as many as the target has outputs, or as a layer behind it reads. */
function attention(value: unknown, inputs: number, sums: number, isLast: boolean): void {
  const names = ['truncation', 'terms', 'constants'];
  const attention = members(value, 'attention', names, isLast ? 'second' : undefined);
  truncation(attention['truncation'], 'attention.truncation');
  list(attention['terms'], 'attention.terms', 0, Math.floor(MOST.values / (inputs + sums)), (term, at) => {
    const { weights, offset, coefficients } = members(term, at, ['weights', 'offset', 'coefficients']);
    list(weights, `${at}.weights`, inputs, inputs, interval);
    interval(offset, `${at}.offset`);
    list(coefficients, `${at}.coefficients`, sums, sums, interval);
  });
  list(attention['constants'], 'attention.constants', sums, sums, interval);
  if (attention['second'] === undefined) return;
  const second = members(attention['second'], 'attention.second', ['truncation', 'rows', 'mask']);
  truncation(second['truncation'], 'attention.second.truncation');
  const rows = integer(second['rows'], 'attention.second.rows', 1, sums);
  if (sums % rows !== 0) fail('attention.second.rows', `does not divide ${sums} outputs`);
  interval(second['mask'], 'attention.second.mask');
}

function enclosure(value: unknown, inputs: number, outputs: number): void {
  const { lower, upper, witness, output } = members(value, 'enclosure', ['lower', 'upper', 'witness', 'output']);
  number(lower, 'enclosure.lower');
  number(upper, 'enclosure.upper');
  list(witness, 'enclosure.witness', inputs, inputs, number);
  integer(output, 'enclosure.output', 0, outputs - 1);
}

function bands(value: unknown, where: string): void {
  const last = list(value, where, 1, MOST.bands, (band, at) => {
    const { lower, upper, to } = members(band, at, ['lower', 'upper'], 'to');
    number(lower, `${at}.lower`);
    number(upper, `${at}.upper`);
    if (to !== undefined) number(to, `${at}.to`);
  }).map((band) => Object.hasOwn(band as Members, 'to'));
  if (last.some((isBounded, i) => isBounded !== i < last.length - 1)) fail(where, 'does not cover the line');
}

function proof(value: unknown, { attention, layer, target }: Certificate): void {
  const names = ['precision', 'parts', 'leaves', 'tree'];
  const reaches = layer === undefined ? [] : ['reach', 'witnessReach'];
  const proof = members(value, 'proof', [...names, ...reaches, ...(attention === undefined ? [] : ['bands'])]);
  integer(proof['precision'], 'proof.precision', 64, 1024);
  list(proof['parts'], 'proof.parts', target.inputs, target.inputs, integers(1, MOST.parts));
  for (const name of reaches) {
    const where = `proof.${name}`;
    const reach = list(proof[name], where, target.inputs, target.inputs, integers(0, MOST.parts));
    const keys = layer!.axes.reduce(
      (product, axis, i) => product * (isPoint(axis) ? 1 : Math.min(axis.cells, 2 * (reach[i] as number) + 1)),
      1,
    );
    if (keys > MOST.windowKeys) fail(where, `gives windows of more than ${MOST.windowKeys} keys`);
  }
  if (attention !== undefined) {
    const truncations = attention.second === undefined ? 1 : 2;
    list(proof['bands'], 'proof.bands', truncations, truncations, bands);
  }
  integer(proof['leaves'], 'proof.leaves', 1, MOST.leaves);
  if (typeof proof['tree'] !== 'string') fail('proof.tree', 'is not text');
}

/** Refuses brackets that are nested deeper than any certificate's. */
function requireFlat(text: string): void {
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (isQuoted && c === '\\') i++;
    else if (c === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (c === '[' || c === '{')) depth++;
    else if (!isQuoted && (c === ']' || c === '}')) depth--;
    if (depth > MOST.depth) fail('the document', `is nested deeper than ${MOST.depth} levels`);
  }
}

export function readCertificate(text: string): Certificate {
  if (text.length > MOST.characters) fail('the document', `is longer than ${MOST.characters} characters`);
  requireFlat(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    fail('the document', 'is not JSON');
  }
  const names = ['schema', 'target', 'domain', 'enclosure', 'proof'];
  const network = ['attention', 'layer'].filter((name) => Object.hasOwn(Object(value) as object, name));
  const document = members(value, 'the document', [...names, ...network], 'environment');
  if (network.length === 0) fail('the document', 'has neither attention nor a layer');
  if (document['schema'] !== SCHEMA) fail('schema', `is not ${SCHEMA}`);
  const reader = new Reader();
  const { inputs, outputs } = reader.tape(document['target'], 'target');
  list(document['domain'], 'domain', inputs, inputs, (axis, where) => void reader.interval(axis, where));
  const isLayer = network.includes('layer');
  if (isLayer) reader.layer(document['layer'], inputs, outputs.length);
  if (network.includes('attention')) {
    attention(document['attention'], inputs, isLayer ? inputs : outputs.length, !isLayer);
  }
  enclosure(document['enclosure'], inputs, outputs.length);
  proof(document['proof'], value as Certificate);
  return value as Certificate;
}
