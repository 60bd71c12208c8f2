/** Softmax attention: definitions, max-affine layers, and their evaluators. */
export { AttentionError, type AttentionErrorCode } from './attention-error.js';
export { crossAttention } from './cross-attention.js';
export { applyLinearMap, type LinearMap } from './linear-map.js';
export { leakWeight, mixTokens } from './mask-mixing.js';
export type { Matrix } from './matrix.js';
export { addMatrices, columnOf, entryOf, matrixFrom, multiply, transpose } from './matrix.js';
export type { MaxAffineLayer } from './max-affine-layer.js';
export { productEvaluatorFloat64, type Float64Evaluator } from './product-float64.js';
export { evaluateProduct, productEvaluator, type ProductOptions } from './product.js';
export { selfAttention, type AttentionWeights } from './self-attention.js';
export { softmax, softmaxColumns, softmaxComplementary } from './softmax.js';
