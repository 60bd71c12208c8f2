/** Domains as boxes, grids, and certified moduli of continuity. */
export {
  boundDiameter,
  clampToDomain,
  domainBox,
  domainBoxes,
  largestExtent,
  pointBox,
  type DomainBoxes,
  type FunctionOnBox,
} from './box.js';
export {
  boundPower,
  checkDeclaredModulus,
  declaredBound,
  powerBounds,
  type DeclaredVerdict,
  type PowerBound,
} from './declared-modulus.js';
export { axisValues, cellCentre, cellCount, type AxisValues, type GridAxis, type ProductGrid } from './grid.js';
export { boundHolderConstant } from './holder-composition.js';
export { encloseLipschitz, type LipschitzEnclosure, type LipschitzOptions } from './lipschitz.js';
export { encloseModulus, type ModulusEnclosure } from './modulus.js';
export type { ModulusOptions } from './modulus-knowledge.js';
export { encloseOscillation, type Enclosure } from './oscillation.js';
export { pairDifferences, type Pair, type PairDifference } from './pair-difference.js';
export { radiusForModulus } from './radius-for-modulus.js';
export { requireFinite } from './require-finite.js';
