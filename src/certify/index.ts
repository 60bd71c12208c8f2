/** Rigorous enclosures of approximation errors. */
export { certifySupNorm } from './certify-sup-norm.js';
export type { SupNormEnclosure, SupNormOptions, SupNormProgress, SupNormStatus } from './sup-norm.js';
