/** Plain text with the sub- and superscripts that it writes as in `P_t`, `C^{2K}` and `v_j^K`. */
import { safe, type Content, type Html } from './template.js';

const SCRIPT = /(?<=[\p{L}\p{N}|)])([_^])(?:\{([^{}]*)\}|([\p{L}\p{N}∞])(?![\p{L}\p{N}]|_[\p{L}\p{N}]{2}))/gu;

export function prose(text: string): Html {
  const parts: Content[] = [];
  let end = 0;
  for (const { 0: whole, 1: sign, 2: braced, 3: single, index } of text.matchAll(SCRIPT)) {
    parts.push(text.slice(end, index));
    const script = braced ?? single;
    parts.push(sign === '_' ? safe`<sub>${script}</sub>` : safe`<sup>${script}</sup>`);
    end = index + whole.length;
  }
  return safe`${parts}${text.slice(end)}`;
}
