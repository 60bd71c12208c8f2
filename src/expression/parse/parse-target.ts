/** A target from its source text. The text is parsed, never executed. */
import { basename, extname } from 'node:path';
import type { Target } from '../target.js';
import { callValue } from './call.js';
import { evaluateSyntax } from './evaluate-syntax.js';
import { executeStatements } from './execute.js';
import { exportedFields, propertyFields, type Field, type Fields } from './fields.js';
import { Machine } from './machine.js';
import { readModule, type Module } from './module.js';
import { readDomain } from './read-domain.js';
import { readGhost, readModulus, readSingularities } from './read-options.js';
import { inputCount, inputValues, readOutput, readShape } from './read-shape.js';
import { Source } from './source.js';
import type { Place } from './syntax.js';
import { requirePresent } from './use.js';
import { describe, type Value } from './values.js';

export interface ParseOptions {
  /** For messages, and for the target's name. */
  readonly fileName?: string;
  /** Which entry of `export const targets = { name: { domain, target, … } }`. */
  readonly name?: string;
}

/**
 * The target that a TypeScript or JavaScript module declares: its `domain`, and the expression of its function.
 *
 * Inputs are real numbers and the function is read as a function of real numbers; see the documentation of target files
 * for the language. Throws a `TargetError`, with the place and a remedy, for everything else.
 */
export async function parseTarget(source: string, options: ParseOptions = {}): Promise<Target> {
  const file = new Source(source, options.fileName);
  try {
    return readTargetOf(await readModule(file), options);
  } catch (error) {
    // Both the parser of TypeScript and the readers here are recursive; numbers and arrays have limits too.
    if (!(error instanceof RangeError)) throw error;
    throw file.error('too-large', undefined, {
      found: 'the file is nested too deeply, or computes something too large',
      remedy: 'Name inner parts with const, use helper functions, and fewer or smaller loops and arrays.',
    });
  }
}

function readTargetOf(module: Module, { fileName, name }: ParseOptions): Target {
  const machine = new Machine(module, { evaluate: evaluateSyntax, execute: executeStatements, call: callValue });
  const exported = exportedFields(machine);
  const fields = name === undefined ? exported : entryNamed(machine, exported, name);
  const stem = fileName === undefined ? undefined : basename(fileName, extname(fileName));
  const label = [stem, name].filter((part) => part !== undefined).join('#');

  const targetField = fields.get('target') ?? missing(machine, exported, 'target', name);
  const domain = readDomain(machine, fields.get('domain') ?? missing(machine, exported, 'domain', name));
  const shapeField = fields.get('shape');
  const input = readShape(machine, shapeField);
  const expected = inputCount(input);
  if (shapeField && expected !== undefined && expected !== domain.length) {
    machine.fail(
      shapeField.place,
      {
        found: `\`shape\` has ${expected} scalar inputs, but \`domain\` lists ${domain.length}`,
        remedy: 'Write one [lower, upper] per scalar input, token by token; key inputs come before query inputs.',
      },
      'shape',
    );
  }

  const callee = requirePresent(machine, targetField.value(), targetField.place);
  const place = callee.kind === 'function' ? callee.syntax : targetField.place;
  const args = inputValues(machine, input, domain.length, place);
  checkArity(machine, callee, args.length, input.kind === 'scalars', place);
  const { shape, nodes } = readOutput(machine, machine.call(callee, args, place, 'direct'), input, place);

  const [modulus, ghost, singularities] = ['modulus', 'ghost', 'singularities'].map((part) => fields.get(part));
  return {
    name: label || 'target',
    domain,
    input,
    output: shape,
    expression: machine.builder.finish(domain.length, nodes),
    ...(modulus && { modulus: readModulus(machine, modulus) }),
    ghost: ghost !== undefined && readGhost(machine, ghost),
    singularities: singularities ? readSingularities(machine, singularities, domain.length) : [],
  };
}

function checkArity(machine: Machine, callee: Value, inputs: number, scalars: boolean, place: Place): void {
  if (callee.kind === 'builtin') return;
  if (callee.kind !== 'function') {
    const found = `\`target\` is ${describe(callee)}, not a function`;
    machine.fail(place, { found, remedy: 'Write export function target(x: number): number { return …; }' }, 'arity');
  }
  const { parameters } = callee.syntax;
  const fits = parameters.at(-1)?.rest ? parameters.length - 1 <= inputs : parameters.length === inputs;
  if (fits) return;
  const count = `${parameters.length} parameter${parameters.length === 1 ? '' : 's'}`;
  if (scalars) {
    const found = `\`target\` has ${count}, but \`domain\` lists ${inputs} input${inputs === 1 ? '' : 's'}`;
    const remedy = 'Write one number parameter per [lower, upper] of `domain`; for sequences also export `shape`.';
    machine.fail(place, { found, remedy }, 'arity');
  }
  const found = `\`target\` has ${count}, but \`shape\` asks for ${inputs}`;
  const remedy =
    'Write target(X: number[][]) for a sequence, target(XK: number[][], XQ: number[][]) for cross-attention.';
  machine.fail(place, { found, remedy }, 'arity');
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ');
}

function entryNamed(machine: Machine, exported: Fields, name: string): Fields {
  const targets = exported.get('targets');
  if (targets === undefined) {
    return machine.fail(
      undefined,
      {
        found: `there is no target \`${name}\`, because the file exports no \`targets\``,
        remedy: 'Write export const targets = { name: { domain, target } }, or leave out #name.',
      },
      'unknown-target',
    );
  }
  const entries = propertyFields(machine, targets, '`targets`');
  const entry: Field | undefined = entries.get(name);
  if (entry === undefined) {
    const found = `there is no target \`${name}\` in \`targets\``;
    const remedy = `Choose one of: ${list([...entries.keys()])}.`;
    return machine.fail(targets.place, { found, remedy }, 'unknown-target');
  }
  return propertyFields(machine, entry, `\`${name}\``);
}

function missing(machine: Machine, exported: Fields, part: 'target' | 'domain', name: string | undefined): never {
  const targets = exported.get('targets');
  if (name !== undefined) {
    const found = `the target \`${name}\` has no \`${part}\``;
    const remedy = 'Write { domain: [[0, 1]], target: (x) => … } for each entry of `targets`.';
    return machine.fail(targets?.place, { found, remedy }, 'missing-export');
  }
  if (targets !== undefined && !exported.has('target') && !exported.has('domain')) {
    const names = [...propertyFields(machine, targets, '`targets`').keys()];
    const remedy = `Choose one with FILE#name: ${list(names)}.`;
    return machine.fail(targets.place, { found: 'the file holds several targets', remedy }, 'unknown-target');
  }
  const declared = machine.module.declarations.get(part);
  if (declared !== undefined) {
    const found = `\`${part}\` is declared but not exported`;
    return machine.fail(declared, { found, remedy: 'Put export before it.' }, 'missing-export');
  }
  const remedy =
    part === 'target'
      ? 'Write export function target(x: number): number { return …; }'
      : 'Write export const domain = [[0, 1]]; with one [lower, upper] per scalar input.';
  return machine.fail(undefined, { found: `the file exports no \`${part}\``, remedy }, 'missing-export');
}
