/** Integrable targets: a domain and a function on it, drawn and shrunk together. */
import type { DomainDescription } from '../description.js';
import { JUMP_SEQUENCE_INPUTS } from '../families/jump-sequence.js';
import type {
  IntegrableFamilyName,
  IntegrableFunction,
  IntegrableTargetDescription,
} from '../integrable-description.js';
import type { ByValue } from './by-value-arbitrary.js';
import { axisLength, drawDomain, inputCount, isDomain, simplifyAxes, type InputCount } from './domain-engine.js';
import { pick } from './draw.js';
import { isEqualData } from './equal-data.js';
import { exact, ONE, ZERO, type ExactDecimal } from './exact-decimal.js';
import { integrableFamily, integrableFamilyNames } from './integrable-families.js';
import { select } from './parameters.js';
import { shorterSelections } from './simplify.js';

/** Constraints of the arbitraries of integrable targets. */
export interface IntegrableConstraints {
  /** Number of scalar inputs: 1 to 3 by default. No axis of the domain is a single point. */
  readonly inputs?: Partial<InputCount>;
  /** The largest `p ≥ 1` for which the function is to be in `L_p`, as decimal text; `2` by default. */
  readonly power?: string;
}

const MOST_INPUTS = 3;
const POWER = '2';

interface IntegrableLimits {
  readonly inputs: InputCount;
  readonly power: ExactDecimal;
}

function integrableLimits({ inputs = {}, power = POWER }: IntegrableConstraints): IntegrableLimits {
  const p = exact(power);
  if (p.lt(ONE)) throw new RangeError(`power must be at least 1, not ${power}`);
  return { inputs: inputCount({ max: Math.max(inputs.min ?? 1, MOST_INPUTS), ...inputs }), power: p };
}

/** The families whose functions can have the number of inputs asked for. */
export function possibleFamilies(constraints: IntegrableConstraints): readonly IntegrableFamilyName[] {
  const { inputs } = integrableLimits(constraints);
  return integrableFamilyNames.filter((name) => hasInputs(name, inputs));
}

function hasInputs(name: IntegrableFamilyName, { min, max }: InputCount): boolean {
  return name !== 'jump-sequence' || (min <= JUMP_SEQUENCE_INPUTS && JUMP_SEQUENCE_INPUTS <= max);
}

/** The function on a domain, with what its family declares. `value` may itself be a description. */
function describe(domain: DomainDescription, value: IntegrableFunction): IntegrableTargetDescription {
  const declared = integrableFamily(value.family).declare(value, domain);
  // The head comes first so that printed descriptions begin with what matters to a reader.
  return Object.assign({ family: value.family, domain }, value, { domain }, declared) as IntegrableTargetDescription;
}

/**
 * How targets of these families are drawn, a family that is listed twice twice as often, and shrunk: to the constant 0
 * where continuous functions are allowed, else within the family: fewer inputs, a simpler box (the function moved along
 * with it, or as it is), a simpler function.
 */
export function integrableEngine(
  families: readonly IntegrableFamilyName[],
  constraints: IntegrableConstraints,
): ByValue<IntegrableTargetDescription> {
  const { inputs, power } = integrableLimits(constraints);
  if (families.length === 0) throw new RangeError('families must not be empty');
  const impossible = families.find((name) => !hasInputs(name, inputs));
  if (impossible !== undefined) {
    throw new RangeError(`${impossible} targets have 2 inputs: that is not from ${inputs.min} to ${inputs.max}`);
  }
  return {
    draw: (random) => {
      const name = pick(random, families);
      const count = name === 'jump-sequence' ? JUMP_SEQUENCE_INPUTS : random.nextInt(inputs.min, inputs.max);
      const domain = drawDomain(random, count, false);
      return describe(domain, integrableFamily(name, power).draw(random, domain));
    },
    simplify: function* (target) {
      const { domain } = target;
      const family = integrableFamily(target.family, power);
      if (target.family !== 'continuous' && families.includes('continuous')) {
        yield describe(domain, { family: 'continuous', base: { family: 'constant', value: '0' } });
      }
      for (const [box, value] of simplerFunctions()) if (family.isWithin(value, box)) yield describe(box, value);

      function* simplerFunctions(): Iterable<readonly [DomainDescription, IntegrableFunction]> {
        for (const kept of shorterSelections(domain.length, inputs.min)) {
          yield [select(domain, kept), family.selectInputs(target, kept)];
        }
        for (const simpler of simplifyAxes(domain)) {
          yield [simpler, family.move(target, domain, simpler)];
          yield [simpler, target];
        }
        for (const value of family.simplify(target, domain)) yield [domain, value];
      }
    },
    accepts: (value): value is IntegrableTargetDescription => isIntegrableTarget(value, families, inputs, power),
  };
}

function isIntegrableTarget(
  value: unknown,
  families: readonly IntegrableFamilyName[],
  inputs: InputCount,
  power: ExactDecimal,
): value is IntegrableTargetDescription {
  if (typeof value !== 'object' || value === null || !('family' in value) || !('domain' in value)) return false;
  const name = families.find((family) => family === value.family);
  if (name === undefined || !isDomain(value.domain, inputs)) return false;
  if (!value.domain.every((axis) => axisLength(axis).gt(ZERO))) return false;
  try {
    // Foreign data of the right name: what does not fit either throws or declares something else.
    const candidate = value as IntegrableTargetDescription;
    return (
      integrableFamily(name, power).isWithin(candidate, candidate.domain) &&
      isEqualData(describe(candidate.domain, candidate), candidate)
    );
  } catch {
    return false;
  }
}
