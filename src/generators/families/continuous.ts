/** Continuous functions among the integrable ones: those of every scalar family that declares a modulus of continuity. */
import type { ModulusDescription, ScalarFamilyName, ScalarFunction } from '../description.js';
import { pick } from '../engine/draw.js';
import type { IntegrableFamily } from '../engine/integrable-family.js';
import { familyNamed, familyOf } from '../engine/scalar-families.js';

export interface ContinuousFunction {
  readonly family: 'continuous';
  readonly base: ScalarFunction;
}

/** What is declared of a continuous function. */
export interface DeclaredContinuity {
  readonly modulus: ModulusDescription;
}

const families: readonly ScalarFamilyName[] = [
  'constant',
  'mcshane',
  'piecewise-linear',
  'ridge',
  'hoelder',
  'log-modulus',
];

const continuous = (base: ScalarFunction): ContinuousFunction => ({ family: 'continuous', base });

export const continuousFamily: IntegrableFamily<ContinuousFunction> = {
  draw: (random, domain) => continuous(familyNamed(pick(random, families)).draw(random, domain)),
  simplify: function* ({ base }, domain) {
    if (base.family !== 'constant') yield continuous({ family: 'constant', value: '0' });
    for (const simpler of familyOf(base).simplify(base, domain)) yield continuous(simpler);
  },
  selectInputs: ({ base }, kept) => continuous(familyOf(base).selectInputs(base, kept)),
  move: ({ base }, from, to) => continuous(familyOf(base).move(base, from, to)),
  isWithin: ({ base }) => families.includes(base.family),
  declare: ({ base }) => ({ modulus: familyOf(base).modulus(base) }),
  express: ({ base }, scope) => [familyOf(base).express(base, scope)],
};
