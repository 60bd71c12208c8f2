/** Numeric literals: the exact decimal text of every form that ECMAScript knows. */
import type { Source, Wording } from './source.js';
import type { Place } from './syntax.js';
import { legacyOctal } from './wording.js';

/** A literal longer than this is data that went astray, and slow to convert. */
const MAX_LENGTH = 1000;

/**
 * The unsigned decimal text with the value of the literal at `place`: separators dropped, other bases converted
 * exactly, a digit on both sides of the point. A literal that JavaScript reads as infinite, or as 0 though it is not,
 * is refused: the author would see another function than the one that is certified.
 */
export function readNumber(source: Source, place: Place): string {
  const written = source.text.slice(place.at, place.end).replaceAll('_', '').toLowerCase();
  const refuse = (wording: Wording): never => {
    throw source.error('unsupported', place, wording);
  };
  if (written.length > MAX_LENGTH) {
    return refuse({ found: `a number of ${written.length} characters is too long`, remedy: 'Write fewer digits.' });
  }
  if (/^0\d/.test(written)) return refuse(legacyOctal);
  const text = /^0[xob]/.test(written) ? BigInt(written).toString() : decimalText(written);
  const value = Number(text);
  if (value === Infinity) {
    const found = 'this number is too large for floating point, which reads Infinity';
    return refuse({ found, remedy: 'Write a number below 1.8e308.' });
  }
  if (value === 0 && /[1-9]/.test(text.replace(/e.*/, ''))) {
    const found = 'this number is too small for floating point, which reads 0';
    return refuse({ found, remedy: 'Write 0, or a number above 5e-324.' });
  }
  return text;
}

function decimalText(written: string): string {
  const [, whole = '', fraction = '', exponent = ''] = /^(\d*)\.?(\d*)(e.*)?$/.exec(written) ?? [];
  return `${whole || '0'}${fraction && `.${fraction}`}${exponent}`;
}
