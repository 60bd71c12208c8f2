/** What was understood of a target, and what is certified about it: the document `softproof/inspection@1`. */
import { domainBoxes } from '../approximation/box.js';
import { encloseLipschitz } from '../approximation/lipschitz.js';
import { checkDeclaredModulus } from '../approximation/declared-modulus.js';
import { describeSmoothness, findRoughness } from '../approximation/smoothness.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { printExpression } from '../expression/print.js';
import { encloseRange } from '../expression/range.js';
import type { InputShape, MatrixShape, Target } from '../expression/target.js';
import { decimalDown, decimalUp, exactDecimal } from '../numeric/decimal-text.js';

export interface Inspection {
  readonly schema: 'softproof/inspection@1';
  readonly target: string;
  readonly input: InputShape;
  readonly domain: readonly InspectedAxis[];
  readonly output: MatrixShape;
  readonly outputs: readonly InspectedOutput[];
  readonly modulus: InspectedModulus | null;
  readonly ghost: boolean;
  readonly singularities: readonly { readonly point: readonly string[]; readonly exponent: string }[];
}

/** Decimal text of both ends of an enclosure, rounded outward. */
export interface Ends {
  readonly lower: string;
  readonly upper: string;
}

export interface InspectedAxis extends Ends {
  /** The ends as the target file writes them. */
  readonly text: readonly [string, string];
}

export interface InspectedOutput {
  readonly expression: string;
  readonly range: Ends;
  readonly lipschitz: Ends;
  readonly smoothness: string;
}

export interface InspectedModulus {
  readonly constant: string;
  readonly exponent: string;
  readonly verdict: 'certified' | 'refuted' | 'inconclusive';
  /** Two points at which it fails. */
  readonly witness?: readonly (readonly string[])[];
}

/** Digits of printed ends: as many as tell any two doubles apart. */
const DIGITS = 17;

/** Inspects a target that is finite on its domain. Cost: a range and a Lipschitz enclosure per output. */
export function inspectTarget(target: Target): Inspection {
  const { outer } = domainBoxes(target);
  const { outputs } = encloseRange(target.expression, outer);
  return {
    schema: 'softproof/inspection@1',
    target: target.name,
    input: target.input,
    domain: target.domain.map(({ lower, upper }, t) => ({
      text: [lower.text, upper.text],
      ...ends(outer[2 * t]!, outer[2 * t + 1]!),
    })),
    output: target.output,
    outputs: outputs.map(({ lower, upper }, r) => {
      const { expression } = target;
      const alone = new ExpressionBuilder(expression).finish(expression.inputs, [expression.outputs[r]!]);
      const lipschitz = encloseLipschitz({ domain: target.domain, expression: alone });
      return {
        expression: printExpression(alone, []),
        range: ends(lower, upper),
        lipschitz: ends(lipschitz.lower, lipschitz.upper),
        smoothness: describeSmoothness(findRoughness(target, r)),
      };
    }),
    modulus: inspectModulus(target),
    ghost: target.ghost,
    singularities: target.singularities.map(({ point, exponent }) => ({
      point: point.map(({ text }) => text),
      exponent: exponent.text,
    })),
  };
}

function inspectModulus(target: Target): InspectedModulus | null {
  if (target.modulus === undefined) return null;
  const { constant, exponent } = target.modulus;
  const declared = { constant: constant.text, exponent: exponent.text };
  const found = checkDeclaredModulus(target);
  switch (found.verdict) {
    case 'verified':
      return { ...declared, verdict: 'certified' };
    case 'undecided':
      return { ...declared, verdict: 'inconclusive' };
    case 'violated': {
      const { p, q } = found.witness;
      return { ...declared, verdict: 'refuted', witness: [p, q].map((point) => Array.from(point, exactDecimal)) };
    }
  }
}

function ends(lower: number, upper: number): Ends {
  return { lower: decimalDown(lower, DIGITS), upper: decimalUp(upper, DIGITS) };
}
