/**
 * What the WebGPU Shading Language promises of float32 (W3C, WGSL, §15.7: Floating Point Evaluation), as the bounds here use it.
 *
 * Sums, differences and products are one of the two neighbours of the exact result, in either direction: a relative error of
 * `STEP`, twice the unit roundoff. Expressions may be reassociated and fused. Anything below the normal range may become 0.
 * What is written to a variable in one pass of a loop is assumed to be added there, and not in another order.
 */

/** `v = 2^−23`: the distance of neighbours, relative to the smaller one. */
export const STEP = 2 ** -23;

/** Half of it: what rounding to nearest adds on the CPU. */
export const HALF_STEP = 2 ** -24;

/** The smallest normal number; what flushing adds at most. */
export const SMALLEST_NORMAL = 2 ** -126;

/** `exp2(x)` is wrong by `3 + 2|x|` of these steps. */
export const EXP2_STEPS = { constant: 3, linear: 2 } as const;
