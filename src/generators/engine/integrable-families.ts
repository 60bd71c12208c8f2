/** All families of integrable functions, by name. */
import type { IntegrableFamilyName, IntegrableFunction } from '../integrable-description.js';
import { ballFamily } from '../families/ball.js';
import { continuousFamily } from '../families/continuous.js';
import { jumpSequenceFamily } from '../families/jump-sequence.js';
import { jumpsFamily } from '../families/jumps.js';
import { singularFamily } from '../families/singular.js';
import { ONE, type ExactDecimal } from './exact-decimal.js';
import type { IntegrableFamily } from './integrable-family.js';

type FunctionOf<Name extends IntegrableFamilyName> = Extract<IntegrableFunction, { readonly family: Name }>;

/** The family called `name`, of functions in `L_p` for `p = power`: give it only functions of its own. */
export function integrableFamily(
  name: IntegrableFamilyName,
  power: ExactDecimal = ONE,
): IntegrableFamily<IntegrableFunction> {
  const families: { readonly [Name in IntegrableFamilyName]: IntegrableFamily<FunctionOf<Name>> } = {
    continuous: continuousFamily,
    jumps: jumpsFamily,
    'jump-sequence': jumpSequenceFamily,
    ball: ballFamily,
    singular: singularFamily(power),
  };
  return families[name];
}

export const integrableFamilyNames: readonly IntegrableFamilyName[] = [
  'continuous',
  'jumps',
  'jump-sequence',
  'ball',
  'singular',
];
