/**
 * Claims of one's own, in one's own vitest project: `softproof/vitest`.
 *
 * `claim` makes a claim of two formulas, or of a layer and a bound on its error; `verifyClaim` registers its tests. Needs vitest,
 * which is an optional peer dependency of the package.
 */
export { claim, type ClaimDescription, type Formula, type Measured, type WrongVersion } from './claim.js';
export type { MeasuredLayer } from './decide-layer.js';
export type { VerifyOptions } from './run.js';
export { verifyClaim, verifyClaims, type VitestOptions } from './verify-claim.js';
