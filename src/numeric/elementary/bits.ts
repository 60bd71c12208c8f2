/**
 * The two 32-bit words of a double, by aliasing one buffer: `cell[0] = x; words[HIGH]`.
 *
 * `HIGH` holds sign, exponent and the top 20 bits of the significand, on either byte order.
 */

export const cell = new Float64Array(1);
export const words = new Int32Array(cell.buffer);

cell[0] = 1;
/** Index of the word with sign and exponent. */
export const HIGH = words[1] === 0 ? 0 : 1;
