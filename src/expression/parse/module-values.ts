/** Values of a module's top-level names, each computed when it is first needed. */
import { bindPattern } from './bind.js';
import { snapshot } from './join.js';
import type { Machine } from './machine.js';
import type { Value } from './values.js';

/** The value of a top-level name; `undefined` when the module does not declare it. */
export function moduleValue(machine: Machine, name: string): Value | undefined {
  const { module, moduleScope, pending } = machine;
  const known = moduleScope.find(name);
  if (known !== undefined) return known.cell.value;
  const declaration = module.declarations.get(name);
  if (declaration === undefined) return undefined;
  if (declaration.kind === 'foreign') return machine.fail(declaration, declaration.wording);
  if (declaration.kind === 'function') {
    const value: Value = { kind: 'function', syntax: declaration.read(), scope: moduleScope };
    moduleScope.declare(name, { cell: machine.cell(value), constant: true });
    return value;
  }
  if (pending.has(name)) {
    return machine.fail(declaration, {
      found: `the value of \`${name}\` depends on itself`,
      remedy: 'Write its value without naming it.',
    });
  }
  pending.add(name);
  const { pattern, initial } = declaration.read();
  if (initial === undefined) {
    return machine.fail(declaration, {
      found: `\`${name}\` has no value`,
      remedy: `Write const ${name} = value; variables outside of functions do not change.`,
    });
  }
  // The copy is frozen: a target must not remember anything from one call to the next.
  const value = machine.activation(undefined, declaration, () =>
    snapshot(machine, machine.evaluate(moduleScope, initial)),
  );
  bindPattern(machine, moduleScope, pattern, value, true);
  pending.delete(name);
  return moduleScope.find(name)?.cell.value;
}
