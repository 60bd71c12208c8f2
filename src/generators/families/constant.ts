/** `f(x) = value`. */
import { drawAmplitude, simplifyOffset } from '../engine/parameters.js';
import type { Family } from '../engine/family.js';
import { simplifyFields } from '../engine/simplify.js';

export interface ConstantFunction {
  readonly family: 'constant';
  readonly value: string;
}

const simplify = simplifyFields<ConstantFunction>({ value: simplifyOffset });

export const constantFamily: Family<ConstantFunction> = {
  draw: (random) => ({ family: 'constant', value: drawAmplitude(random) }),
  simplify,
  selectInputs: (value) => value,
  move: (value) => value,
  express: ({ value }, { builder }) => builder.signedLiteral(value),
  modulus: () => ({ kind: 'lipschitz', constant: '0' }),
};
