/** Plain text with the subscripts that it writes as in `P_t`. */
import { safe, type Html } from './template.js';

const SUBSCRIPT = /(?<=[\p{L}|])_([\p{L}\p{N}∞])(?![\p{L}\p{N}_])/u;

export function prose(text: string): Html {
  // Every second part is what the pattern caught.
  const parts = text.split(SUBSCRIPT);
  return safe`${parts.map((part, i) => (i % 2 === 0 ? part : safe`<sub>${part}</sub>`))}`;
}
