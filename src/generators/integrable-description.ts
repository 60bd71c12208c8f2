/**
 * Descriptions of integrable targets: plain JSON data, numbers as exact decimal text; `buildIntegrable` makes them targets.
 *
 * They may jump or be unbounded, so they stand apart from `TargetDescription`, whose functions are continuous.
 */
import type { DomainDescription } from './description.js';
import type { BallFunction } from './families/ball.js';
import type { ContinuousFunction, DeclaredContinuity } from './families/continuous.js';
import type { JumpSequenceFunction } from './families/jump-sequence.js';
import type { DeclaredJumps, JumpsFunction } from './families/jumps.js';
import type { SingularFunction } from './families/singular.js';

/** An integrable function on a box whose axes all have a length. */
export type IntegrableFunction =
  BallFunction | ContinuousFunction | JumpSequenceFunction | JumpsFunction | SingularFunction;

export type IntegrableFamilyName = IntegrableFunction['family'];

interface OnDomain {
  readonly domain: DomainDescription;
}

/** A function with jumps, and what is true of it: a Lipschitz constant off the hyperplanes, and these. */
export type JumpsDescription = JumpsFunction & OnDomain & DeclaredJumps;

/** Two tokens of width 1 with jumps in one entry of the value; declared is what holds for the worst entry. */
export type JumpSequenceDescription = JumpSequenceFunction & OnDomain & DeclaredJumps;

/** A function that is unbounded at one point. */
export type SingularDescription = SingularFunction & OnDomain;

/** The indicator of a ball. */
export type BallDescription = BallFunction & OnDomain;

/** A continuous function with its modulus of continuity. */
export type ContinuousDescription = ContinuousFunction & OnDomain & DeclaredContinuity;

/** Every integrable target that the arbitraries draw; `family` tells them apart. */
export type IntegrableTargetDescription =
  BallDescription | ContinuousDescription | JumpSequenceDescription | JumpsDescription | SingularDescription;
